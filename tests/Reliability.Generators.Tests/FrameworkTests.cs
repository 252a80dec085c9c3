namespace Reliability.Generators.Tests;

/// <summary>What frameworks call is counted by a filter, and named after what tells it apart.</summary>
public sealed class FrameworkTests
{
    private const string Frameworks = """

        namespace MassTransit { public interface ConsumeContext<T>; public interface IConsumer<T> { Task Consume(ConsumeContext<T> context); } }
        namespace Hangfire { public interface IJobCancellationToken; public class QueueAttribute : Common.JobFilterAttribute; }
        namespace Hangfire.Common { public class JobFilterAttribute : Attribute; }
        namespace Hangfire.Server { public class PerformContext; }
        namespace Microsoft.AspNetCore.SignalR { public class Hub; }
        namespace Microsoft.AspNetCore.Mvc.RazorPages { public class PageModel; }
        namespace Mediators { public interface IRequestHandler<in T, R> { Task<R> Handle(T request); } }
        public record OrderPlaced;
        """;

    private const string Packages = """

        namespace Reliability.AspNetCore { public class ReliabilityOptions; }
        namespace Reliability.MassTransit { class OperationConsumeFilter<T>; }
        namespace Reliability.Hangfire { class OperationJobFilter; }
        """;

    [Theory]
    [InlineData("class OrderConsumer : MassTransit.IConsumer<OrderPlaced> { [Slo(99)] public Task Consume(MassTransit.ConsumeContext<OrderPlaced> c) => throw null!; }", "order-order-placed")]
    [InlineData("class OrderPlacedConsumer : MassTransit.IConsumer<OrderPlaced> { [Slo(99)] public Task Consume(MassTransit.ConsumeContext<OrderPlaced> c) => throw null!; }", "order-placed")]
    [InlineData("[Slo(99)] class OrderConsumer : MassTransit.IConsumer<OrderPlaced> { public Task Consume(MassTransit.ConsumeContext<OrderPlaced> c) => throw null!; }", "order")]
    [InlineData("class Jobs { [Slo(99), Hangfire.Queue] public void Import() { } }", "import")]
    [InlineData("class Jobs { [Slo(99)] public void Import(Hangfire.Server.PerformContext c) { } }", "import")]
    [InlineData("class Jobs { [Slo(99)] public void Import(Hangfire.IJobCancellationToken c) { } }", "import")]
    [InlineData("class ChatHub : Microsoft.AspNetCore.SignalR.Hub { [Slo(99)] public void SendAsync() { } }", "chat-send")]
    [InlineData("[Slo(99)] class ChatHub : Microsoft.AspNetCore.SignalR.Hub;", "chat")]
    [InlineData("class PlaceOrderHandler : Mediators.IRequestHandler<OrderPlaced, int> { [Slo(99)] public Task<int> Handle(OrderPlaced o) => throw null!; }", "place-order")]
    [InlineData("[Slo(99)] class PlaceOrderHandler : Mediators.IRequestHandler<OrderPlaced, int> { public Task<int> Handle(OrderPlaced o) => throw null!; }", "place-order")]
    public void What_a_framework_calls_is_counted_by_a_filter(string source, string name)
    {
        var generated = Project.Of("[assembly: CountedThrough(typeof(Mediators.IRequestHandler<,>))]\n" + source + Frameworks + Packages).Generate();
        Assert.Contains("Layer = global::Reliability.Model.OperationLayer.Filter,", generated.Text, StringComparison.Ordinal);
        Assert.Contains($"Name = \"{name}\",", generated.Text, StringComparison.Ordinal);
        Assert.Contains(".At(\"", generated.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("class OrderConsumer : MassTransit.IConsumer<OrderPlaced> { [Slo(99)] public Task Consume(MassTransit.ConsumeContext<OrderPlaced> c) => throw null!; }")]
    [InlineData("class Jobs { [Slo(99), Hangfire.Queue] public void Import() { } }")]
    [InlineData("class ChatHub : Microsoft.AspNetCore.SignalR.Hub { [Slo(99)] public void SendAsync() { } }")]
    public void Without_the_package_that_counts_nothing_is_promised(string source) =>
        Assert.DoesNotContain("OperationLayer", Project.Of(source + Frameworks).Generate().Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("class PlaceOrderHandler : Mediators.IRequestHandler<OrderPlaced, int> { [Slo(99)] public Task<int> Handle(OrderPlaced o) => throw null!; }", "")]
    [InlineData("class PlaceOrderHandler : Mediators.IRequestHandler<OrderPlaced, int> { [Slo(99)] public Task<int> Handle(OrderPlaced o) => throw null!; }", "[assembly: CountedThrough(typeof(IDisposable))]")]
    [InlineData("class PlaceOrderHandler : Mediators.IRequestHandler<OrderPlaced, int> { public Task<int> Handle(OrderPlaced o) => throw null!; [Slo(99)] public void Other() { } }", "[assembly: CountedThrough(typeof(Mediators.IRequestHandler<,>))]")]
    public void A_handler_is_counted_through_the_interface_that_the_program_names_only(string source, string named) =>
        Assert.DoesNotContain("OperationLayer", Project.Of(named + "\n" + source + Frameworks).Generate().Text, StringComparison.Ordinal);

    [Fact]
    public void A_page_is_an_endpoint_that_is_not_named_after_being_a_model()
    {
        var text = Project.Of("[Slo(99)] class CartModel : Microsoft.AspNetCore.Mvc.RazorPages.PageModel;" + Frameworks + Packages).Generate().Text;
        Assert.Contains("Layer = global::Reliability.Model.OperationLayer.Endpoint,", text, StringComparison.Ordinal);
        Assert.Contains("Name = \"cart\",", text, StringComparison.Ordinal);
    }
}
