namespace Reliability.Artifacts.Queries;

/// <summary>Why a query is none of the shapes that can be carried over.</summary>
internal sealed class QueryException(string reason) : Exception(reason);
