using CsCheck;
using Reliability.Model;

namespace Reliability.Artifacts.Tests;

public class FileNamesTests
{
    [Theory]
    [InlineData("checkout", "checkout.rules.yml")]
    [InlineData("Shop.Checkout_2", "Shop.Checkout_2.rules.yml")]
    [InlineData("../../etc/passwd", "etc-passwd-3754d6cb.rules.yml")]
    [InlineData("con", "con-1143da2b.rules.yml")]
    [InlineData("🚀", "ebbc0b28.rules.yml")]
    public void A_harmless_name_is_kept_and_any_other_is_told_apart_by_a_hash(string service, string file) =>
        Assert.Equal(file, Name(service));

    [Fact]
    public void A_name_is_one_that_every_file_system_takes() =>
        Samples.HostileText.Sample(name =>
        {
            Assert.Matches("^[A-Za-z0-9][A-Za-z0-9._-]*$", Name(name));
            Assert.InRange(Name(name + new string('x', 500)).Length, 1, 150);
        });

    [Fact]
    public void Different_services_have_different_files() => Assert.NotEqual(Name("a/b"), Name("a:b"));

    private static string Name(string service) => Samples.Rules(new()
    {
        Service = new() { Name = service }, Operations = EquatableArray.Of<Operation>(),
    }).Name;
}
