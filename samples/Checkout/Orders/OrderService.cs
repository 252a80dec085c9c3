using Checkout.Stock;
using Checkout.Traffic;
using Reliability;

namespace Checkout.Orders;

/// <summary>Places orders, which takes a warehouse.</summary>
[DependsOn("warehouse", Check = nameof(PingWarehouseAsync))]
public sealed partial class OrderService(Warehouse warehouse, Faults faults)
{
    private long _lastNumber;

    /// <summary>Places an order. Measured around its body, whoever calls it.</summary>
    [Slo<CustomerFacing>(Runbook = "samples/Checkout/runbooks/place-order.md", Exclude = [typeof(OutOfStockException)])]
    public partial Task<Receipt> PlaceOrderAsync(Order order, CancellationToken cancellationToken);

    internal Task PingWarehouseAsync(CancellationToken cancellationToken) => warehouse.PingAsync(cancellationToken);

    private async Task<Receipt> PlaceOrderAsyncCore(Order order, CancellationToken cancellationToken)
    {
        await faults.HappenAsync(cancellationToken);
        warehouse.Take(order.Article, order.Quantity);
        return new Receipt(Interlocked.Increment(ref _lastNumber), order.Article, order.Quantity);
    }
}
