namespace Checkout.Traffic;

/// <summary>Switches faults on and off, in Development only.</summary>
internal static class FaultEndpoints
{
    public static void MapFaults(this WebApplication app)
    {
        app.MapGet("/", () => Results.Content(Page, "text/html; charset=utf-8"));
        app.MapGet("/faults", (Faults faults) => faults);
        app.MapPost("/faults", (Faults faults, double? failurePercent, int? delayMilliseconds) =>
        {
            if (failurePercent is < 0 or > 100 || delayMilliseconds is < 0 or > 10_000)
                return Results.BadRequest("failurePercent is 0 to 100, delayMilliseconds is 0 to 10000.");

            faults.FailurePercent = failurePercent ?? faults.FailurePercent;
            faults.DelayMilliseconds = delayMilliseconds ?? faults.DelayMilliseconds;
            return Results.Ok(faults);
        });
    }

    private const string Page = """
        <!doctype html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Checkout</title>
        <style>
          :root { color-scheme: light dark }
          body { font: 15px/1.5 system-ui, sans-serif; margin: 0; display: flex; flex-direction: column; height: 100vh }
          form { display: flex; gap: 2rem; padding: 1rem clamp(1rem, 4vw, 3rem); flex-wrap: wrap; align-items: center }
          label { display: flex; gap: .6rem; align-items: center }
          iframe { border: 0; flex: 1 }
        </style>
        <form>
          <strong>Break it</strong>
          <label>fail <input type="range" name="failurePercent" min="0" max="100" value="0"> <output>0 %</output></label>
          <label>slow down <input type="range" name="delayMilliseconds" min="0" max="1000" step="50" value="0"> <output>0 ms</output></label>
        </form>
        <iframe src="/reliability" title="error budgets"></iframe>
        <script>
          for (const input of document.querySelectorAll('input'))
            input.addEventListener('input', () => {
              input.nextElementSibling.value = input.value + (input.name === 'failurePercent' ? ' %' : ' ms')
              fetch('/faults?' + new URLSearchParams({ [input.name]: input.value }), { method: 'POST' })
            })
        </script>
        """;
}
