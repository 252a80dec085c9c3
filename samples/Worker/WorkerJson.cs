using System.Text.Json.Serialization;
using Worker.Invoices;

namespace Worker;

/// <summary>What is read from files.</summary>
[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(Invoice))]
[JsonSerializable(typeof(Dictionary<string, decimal>))]
internal sealed partial class WorkerJson : JsonSerializerContext;
