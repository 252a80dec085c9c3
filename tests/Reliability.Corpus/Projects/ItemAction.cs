namespace Reliability.Corpus.Projects;

/// <summary>What an item element does with its values.</summary>
internal enum ItemAction
{
    Include,
    Update,
    Remove,
}
