namespace Reliability.Model.Tests;

public class KebabCaseTests
{
    [Theory]
    [InlineData("PlaceOrder", "place-order")]
    [InlineData("HTTPServer2", "http-server2")]
    [InlineData("/orders/{id:int}", "orders-id-int")]
    [InlineData("Shop.Checkout", "shop-checkout")]
    [InlineData("snake_case", "snake-case")]
    [InlineData("X", "x")]
    [InlineData("//", "")]
    [InlineData("ÜberGröße", "über-größe")]
    public void Names_read_as_people_type_them(string text, string expected) => Assert.Equal(expected, KebabCase.From(text));
}
