using System.Text.Json;
using System.Text.Json.Serialization;
using Checkout.Orders;
using Checkout.Traffic;

namespace Checkout;

/// <summary>How what goes over the wire is written, known when the service is built: nothing is reflected over, so that it
/// can be published ahead of time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(Receipt))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, int>))]
[JsonSerializable(typeof(Faults))]
internal sealed partial class CheckoutJson : JsonSerializerContext;
