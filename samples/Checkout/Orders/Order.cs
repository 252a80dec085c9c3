namespace Checkout.Orders;

/// <summary>What a customer wants.</summary>
public sealed record Order(string Article, int Quantity);

/// <summary>What a customer gets.</summary>
public sealed record Receipt(long Number, string Article, int Quantity);
