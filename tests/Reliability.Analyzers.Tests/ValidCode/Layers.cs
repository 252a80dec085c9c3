using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.SignalR;
using Reliability;
using Reliability.Generated.Code;

var app = WebApplication.Create(args);
app.MapRazorPages();
app.MapHub<Layers.News>("/news");
Console.WriteLine(Count(args));
app.Run();

// a local function that measures itself
[Slo(99.9)]
static int Count(string[] all) => Operations.Count.Measure(static all => all.Length, all);

namespace Layers
{
    [Slo(99.9, Name = "index")]
    public class IndexModel : PageModel
    {
        public void OnGet() { }
    }

    public class News : Hub
    {
        [Slo(99.9)]
        public Task Say(string text) => Clients.All.SendAsync("news", text);
    }

    // every shape of a body
    public partial class Shelf
    {
        private int _first;

        [Slo(99)]
        public partial ref int First();

        private ref int FirstCore() => ref _first;

        [Slo(99)]
        public partial IAsyncEnumerable<int> ReadAsync(CancellationToken cancellationToken = default);

        private async IAsyncEnumerable<int> ReadAsyncCore([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Delay(1, cancellationToken);
            yield return _first;
        }

        [Slo(99, Good = nameof(IsFound))]
        public virtual partial ValueTask<int> FindAsync(in Guid id);

        private ValueTask<int> FindAsyncCore(in Guid id) => new(id == Guid.Empty ? -1 : _first);

        private static bool IsFound(int index) => index >= 0;

        [Slo(99, Name = "add")]
        public static Shelf operator +(Shelf shelf, int by) => Operations.Add.Measure(() => { shelf._first += by; return shelf; });
    }

    public partial class Drawer : Shelf
    {
        [Slo(99.5, Name = "find-in-drawer")]
        public override partial ValueTask<int> FindAsync(in Guid id);

        private ValueTask<int> FindAsyncCore(in Guid id) => base.FindAsync(id);
    }
}
