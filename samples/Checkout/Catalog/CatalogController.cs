using Checkout.Stock;
using Microsoft.AspNetCore.Mvc;
using Reliability;

namespace Checkout.Catalog;

/// <summary>What can be ordered. One promise for all its actions.</summary>
[ApiController]
[Route("catalog")]
[Owner("storefront", Chat = "#storefront")]
[Slo(99.5, WindowDays = 7, Runbook = "samples/Checkout/runbooks/catalog.md")]
public sealed class CatalogController(Warehouse warehouse) : ControllerBase
{
    /// <summary>All articles with their stock.</summary>
    [HttpGet]
    public IReadOnlyDictionary<string, int> List() => warehouse.Stock;

    /// <summary>The stock of one article.</summary>
    [HttpGet("{article}")]
    public ActionResult<int> Get(string article) => warehouse.Stock.TryGetValue(article, out var stock) ? stock : NotFound();
}
