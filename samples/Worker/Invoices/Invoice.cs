namespace Worker.Invoices;

/// <summary>What a customer owes.</summary>
public sealed record Invoice(string Customer, decimal Amount, string Currency);
