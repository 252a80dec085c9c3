using Checkout.Stock;
using Microsoft.AspNetCore.Http.HttpResults;
using Reliability;

namespace Checkout.Catalog;

/// <summary>What can be ordered. A handler may be a method of its own; it carries what a lambda would.</summary>
internal static class CatalogEndpoint
{
    public static void MapCatalog(this WebApplication app) => app.MapGet("/catalog/{article?}", Get);

    /// <summary>The stock of one article, or all articles with their stock.</summary>
    [Owner("storefront", Chat = "#storefront")]
    [Slo(99.5, Name = "catalog", WindowDays = 7, Runbook = "samples/Checkout/runbooks/catalog.md")]
    private static Results<Ok<IReadOnlyDictionary<string, int>>, Ok<int>, NotFound> Get(Warehouse warehouse, string? article) =>
        article is null ? TypedResults.Ok(warehouse.Stock)
        : warehouse.Stock.TryGetValue(article, out var stock) ? TypedResults.Ok(stock)
        : TypedResults.NotFound();
}
