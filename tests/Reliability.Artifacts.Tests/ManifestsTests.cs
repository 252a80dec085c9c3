using Reliability.Model;

namespace Reliability.Artifacts.Tests;

public sealed class ManifestsTests : IDisposable
{
    private static readonly ServiceManifest s_refunds = Samples.Checkout with
    {
        Service = new() { Name = "checkout" }, Operations = EquatableArray.Of(Samples.PlaceOrder with { Name = "a-refund" }),
    };

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Assemblies_of_one_service_become_one_manifest()
    {
        TestAssembly.WithManifest(_directory, "orders.dll", Samples.Checkout);
        TestAssembly.WithManifest(_directory, "refunds.DLL", s_refunds);

        var service = Assert.Single(Manifests.Load(_directory.Path));

        Assert.Equal(["a-refund", "place-order"], service.Operations.Select(operation => operation.Name));
        Assert.Equal(Samples.Checkout.Service, service.Service);
    }

    [Fact]
    public void Files_without_a_manifest_and_directories_below_are_passed_over()
    {
        TestAssembly.WithMetadata(_directory, "library.dll");
        TestAssembly.WithManifest(_directory, "orders.dll", Samples.Checkout);
        _directory.Write("orders.exe", "a native launcher");
        _directory.Write("notes.txt", "notes");
        Directory.CreateDirectory(_directory.File("refs"));
        File.Copy(_directory.File("orders.dll"), Path.Combine(_directory.File("refs"), "orders.dll"));

        Assert.Equal([Samples.Checkout], Manifests.Load(_directory.Path));
    }

    [Fact]
    public void Different_services_stay_apart_in_the_order_of_their_names()
    {
        TestAssembly.WithManifest(_directory, "a.dll", Samples.Checkout);
        TestAssembly.WithManifest(_directory, "b.dll", Samples.Checkout with { Service = new() { Name = "Basket" } });

        Assert.Equal(["Basket", "checkout"], Manifests.Load(_directory.Path).Select(manifest => manifest.Service.Name));
    }

    [Fact]
    public void One_operation_in_two_assemblies_is_a_conflict_that_names_both()
    {
        var first = TestAssembly.WithManifest(_directory, "a.dll", Samples.Checkout);
        var second = TestAssembly.WithManifest(_directory, "b.dll", Samples.Checkout);

        Fails(ManifestProblem.Conflict, $"{first}, {second}: the service 'checkout' declares the operation 'place-order' twice.");
    }

    [Fact]
    public void Two_tiers_of_one_service_are_a_conflict()
    {
        TestAssembly.WithManifest(_directory, "a.dll", Samples.Checkout);
        TestAssembly.WithManifest(_directory, "b.dll", s_refunds with { Service = new() { Name = "checkout", Tier = "low" } });

        Fails(ManifestProblem.Conflict, "the service 'checkout' has more than one tier ('critical', 'low').");
    }

    [Fact]
    public void Assemblies_of_one_service_may_have_different_owners_and_the_service_then_has_none()
    {
        TestAssembly.WithManifest(_directory, "a.dll", Samples.Checkout with { Owner = new() { Team = "payments" } });
        TestAssembly.WithManifest(
            _directory, "b.dll", s_refunds with { Service = new() { Name = "checkout" }, Owner = new() { Team = "refunds" } });

        Assert.Null(Assert.Single(Manifests.Load(_directory.Path)).Owner);
    }

    [Fact]
    public void A_directory_without_any_manifest_is_an_error_that_says_how_much_was_searched()
    {
        TestAssembly.WithMetadata(_directory, "library.dll");
        Fails(ManifestProblem.NoManifest, "none of its 1 .dll and .exe files");
    }

    [Fact]
    public void A_broken_manifest_is_not_passed_over()
    {
        TestAssembly.WithManifest(_directory, "orders.dll", Samples.Checkout);
        TestAssembly.WithMetadata(_directory, "broken.dll", (Telemetry.ManifestKey, "{}"));
        Fails(ManifestProblem.Invalid, "broken.dll: the reliability manifest is invalid at $");
    }

    private void Fails(ManifestProblem problem, string message)
    {
        var exception = Assert.Throws<ManifestException>(() => Manifests.Load(_directory.Path));
        Assert.Equal(problem, exception.Problem);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }
}
