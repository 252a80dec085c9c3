namespace Reliability.Declarations.Health;

/// <summary>A <c>[Heartbeat]</c> as it was read from source.</summary>
/// <param name="Name">The name.</param>
/// <param name="Identifier">The property among the emitted <c>Heartbeats</c>.</param>
/// <param name="Type">The class that carries it, as source.</param>
/// <param name="MaxSilenceSeconds">The longest silence, in seconds.</param>
/// <param name="MayIdle">Whether any time without work is fine.</param>
public sealed record HeartbeatDeclaration(string Name, string Identifier, string Type, double MaxSilenceSeconds, bool MayIdle);
