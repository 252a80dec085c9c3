namespace Reliability.Corpus.Packages;

/// <summary>What a restore is to ask for, and how that changes with every answer of the registry: a package that it does not
/// have is left out, a version that it does not have becomes the nearest one, and what only other packages need gets an
/// empty package in its stead.</summary>
internal sealed class RestorePlan
{
    private readonly SortedDictionary<string, string> _requests = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedDictionary<string, string> _standIns = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _capped = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedSet<string> _missing = new(StringComparer.OrdinalIgnoreCase);

    public RestorePlan(IEnumerable<PackageRequest> requests)
    {
        foreach (var versions in requests.GroupBy(request => request.Id, request => request.Version, StringComparer.OrdinalIgnoreCase))
            _requests[versions.Key] = versions.Max(PackageVersionComparer.Instance)!;
    }

    public IReadOnlyDictionary<string, string> Requests => _requests;

    public IReadOnlyDictionary<string, string> StandIns => _standIns;

    /// <summary>What was asked for and cannot be had.</summary>
    public IReadOnlyCollection<string> Missing => _missing;

    /// <summary>Takes in what went wrong.</summary>
    /// <returns>Whether there is something new to try.</returns>
    public bool Learn(IEnumerable<RestoreProblem> problems)
    {
        var learnt = false;
        foreach (var problem in problems)
            learnt |= Learn(problem);

        return learnt;
    }

    private bool Learn(RestoreProblem problem)
    {
        switch (problem.Kind)
        {
            case RestoreProblemKind.NoSuchPackage when _requests.ContainsKey(problem.Id):
            case RestoreProblemKind.Unusable when _requests.ContainsKey(problem.Id):
                return Drop(problem.Id);
            case RestoreProblemKind.NoSuchPackage:
                return StandIn(problem.Id, "1.0.0");
            case RestoreProblemKind.NoSuchVersion when _standIns.ContainsKey(problem.Id):
                return StandIn(problem.Id, problem.Wanted);
            case RestoreProblemKind.NoSuchVersion when problem.Nearest.Length == 0:
                return Drop(problem.Id);
            case RestoreProblemKind.NoSuchVersion:
                _capped.Add(problem.Id);
                return Request(problem.Id, problem.Nearest);
            case RestoreProblemKind.Downgrade when _capped.Contains(problem.Id):
                return false;
            case RestoreProblemKind.Downgrade:
                return Request(problem.Id, problem.Wanted);
            case RestoreProblemKind.OtherMajorVersion when _requests.ContainsKey(problem.Id) && _capped.Add(problem.Id):
                return Request(problem.Id, problem.Wanted);
            case RestoreProblemKind.Conflict:
                return Request(problem.Id, problem.Nearest);
            default:
                return false;
        }
    }

    private bool Drop(string id) => _requests.Remove(id) & _missing.Add(id);

    private bool StandIn(string id, string version)
    {
        if (version.Length == 0 || _standIns.GetValueOrDefault(id) == version)
            return false;

        _standIns[id] = version;
        return true;
    }

    private bool Request(string id, string version)
    {
        if (_missing.Contains(id) || _requests.GetValueOrDefault(id) == version)
            return false;

        _requests[id] = version;
        return true;
    }
}
