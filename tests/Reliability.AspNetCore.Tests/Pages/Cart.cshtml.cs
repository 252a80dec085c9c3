using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Reliability.AspNetCore.Tests.Pages;

[Slo(99.9)]
public sealed class CartModel : PageModel
{
    public IActionResult OnGet(string what) => what switch
    {
        "full" => Page(),
        "missing" => NotFound(),
        "down" => StatusCode(503),
        _ => throw new InvalidDataException("boom"),
    };

    public IActionResult OnPost() => RedirectToPage(new { what = "full" });
}
