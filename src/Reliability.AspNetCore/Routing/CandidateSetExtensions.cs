using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Matching;

namespace Reliability.AspNetCore.Routing;

internal static class CandidateSetExtensions
{
    /// <summary>The endpoint that routing will take, as far as can be known now: candidates stand in the order of their score, and it takes the first
    /// that is still valid. Null where none is.</summary>
    public static Endpoint? Chosen(this CandidateSet candidates) => candidates.ChosenIndex() is >= 0 and var index ? candidates[index].Endpoint : null;

    /// <summary>Where it stands among the candidates; -1 where none is valid.</summary>
    public static int ChosenIndex(this CandidateSet candidates)
    {
        for (var i = 0; i < candidates.Count; i++)
        {
            if (candidates.IsValidCandidate(i))
                return i;
        }

        return -1;
    }
}
