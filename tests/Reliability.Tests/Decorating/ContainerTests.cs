using Microsoft.Extensions.DependencyInjection;
using Reliability.Generated.Reliability_Tests;

namespace Reliability.Tests.Decorating;

/// <summary>A container with decorators does what it did without: who lives how long, who is whose, and in which order.</summary>
public class ContainerTests
{
    [Fact]
    public void A_singleton_is_one()
    {
        using var services = Container.Of(services => services.AddSingleton<IPart, Part>());
        using var scope = services.CreateScope();
        Assert.Same(Container.Inner<Part>(services.GetRequiredService<IPart>()), Container.Inner<Part>(scope.ServiceProvider.GetRequiredService<IPart>()));
        Assert.Same(services.GetRequiredService<IPart>(), scope.ServiceProvider.GetRequiredService<IPart>());
    }

    [Fact]
    public void A_scoped_service_is_one_in_each_scope()
    {
        using var services = Container.Of(services => services.AddScoped<IPart, Part>());
        using var one = services.CreateScope();
        using var other = services.CreateScope();
        var part = one.ServiceProvider.GetRequiredService<IPart>();
        Assert.Same(part, one.ServiceProvider.GetRequiredService<IPart>());
        Assert.NotSame(Container.Inner<Part>(part), Container.Inner<Part>(other.ServiceProvider.GetRequiredService<IPart>()));
    }

    [Fact]
    public void A_transient_is_new_each_time()
    {
        using var services = Container.Of(services => services.AddTransient<IPart, Part>());
        Assert.NotSame(Container.Inner<Part>(services.GetRequiredService<IPart>()), Container.Inner<Part>(services.GetRequiredService<IPart>()));
    }

    [Fact]
    public void A_scoped_service_is_refused_to_the_root()
    {
        using var services = Container.Of(services => services.AddScoped<IPart, Part>());
        Assert.Throws<InvalidOperationException>(services.GetRequiredService<IPart>);
    }

    [Fact]
    public void A_singleton_that_needs_a_scoped_service_is_refused() => Assert.ThrowsAny<Exception>(() =>
        Container.Of(services => services.AddScoped<IStock, Stock>().AddSingleton<IPart, PartOf>()));

    [Fact]
    public void What_an_implementation_lacks_is_found_when_the_container_is_built() => Assert.ThrowsAny<Exception>(() =>
        Container.Of(services => services.AddSingleton<IPart, PartOf>()));

    [Fact]
    public void An_implementation_gets_decorated_services()
    {
        using var services = Container.Of(services => services.AddSingleton<IPart, PartOf>().AddSingleton<IStock, Stock>());
        Container.Inner<Stock>(Container.Inner<PartOf>(services.GetRequiredService<IPart>()).Stock);
    }

    [Fact]
    public void A_factory_makes_the_implementation()
    {
        var part = new Part();
        using var services = Container.Of(services => services.AddTransient<IPart>(_ => part));
        Assert.Same(part, Container.Inner(services.GetRequiredService<IPart>()));
    }

    [Fact]
    public void An_instance_is_the_implementation()
    {
        var part = new DisposablePart();
        using (var services = Container.Of(services => services.AddSingleton<IPart>(part)))
            Assert.Same(part, Container.Inner(services.GetRequiredService<IPart>()));

        Assert.Equal(0, part.Disposals);
    }

    [Theory]
    [InlineData(ServiceLifetime.Singleton)]
    [InlineData(ServiceLifetime.Scoped)]
    [InlineData(ServiceLifetime.Transient)]
    public void An_implementation_is_disposed_once(ServiceLifetime lifetime)
    {
        DisposablePart part;
        using (var services = Container.Of(services => services.Add(new(typeof(IPart), typeof(DisposablePart), lifetime))))
        {
            using var scope = services.CreateScope();
            part = Container.Inner<DisposablePart>(scope.ServiceProvider.GetRequiredService<IPart>());
        }

        Assert.Equal(1, part.Disposals);
    }

    [Theory]
    [InlineData(ServiceLifetime.Singleton)]
    [InlineData(ServiceLifetime.Scoped)]
    [InlineData(ServiceLifetime.Transient)]
    public void An_implementation_is_disposed_once_where_its_interface_can_be(ServiceLifetime lifetime)
    {
        Tool tool;
        using (var services = Container.Of(services => services.Add(new(typeof(ITool), typeof(Tool), lifetime))))
        {
            using var scope = services.CreateScope();
            tool = Container.Inner<Tool>(scope.ServiceProvider.GetRequiredService<ITool>());
        }

        Assert.Equal(1, tool.Disposals);
    }

    [Fact]
    public void An_implementation_of_a_factory_is_disposed_once_where_its_interface_can_be()
    {
        var tool = new Tool();
        using (var services = Container.Of(services => services.AddSingleton<ITool>(_ => tool)))
            services.GetRequiredService<ITool>().Use();

        Assert.Equal(1, tool.Disposals);
    }

    [Fact]
    public void An_instance_is_not_disposed_though_its_interface_can_be()
    {
        var tool = new Tool();
        using (var services = Container.Of(services => services.AddSingleton<ITool>(tool)))
            services.GetRequiredService<ITool>().Use();

        Assert.Equal(0, tool.Disposals);
    }

    [Fact]
    public void Whoever_disposes_a_service_disposes_the_implementation()
    {
        var tool = new Tool();
        using var services = Container.Of(services => services.AddSingleton<ITool>(tool));
        services.GetRequiredService<ITool>().Dispose();
        Assert.Equal(1, tool.Disposals);
    }

    [Fact]
    public void What_can_be_disposed_gets_what_it_needs()
    {
        using var services = Container.Of(services => services.AddSingleton<ITool, ToolOf>().AddSingleton<IStock, Stock>());
        Container.Inner<Stock>(Container.Inner<ToolOf>(services.GetRequiredService<ITool>()).Stock);
    }

    [Fact]
    public void A_container_that_does_not_wait_disposes_as_it_would_without()
    {
        LaterTool tool;
        using (var services = Container.Of(services => services.AddSingleton<ILaterTool, LaterTool>()))
            tool = services.GetRequiredService<ILaterTool>().Use();

        Assert.Equal((1, 0), (tool.Disposals, tool.LaterDisposals));
    }

    [Fact]
    public async Task A_container_that_waits_disposes_as_it_would_without()
    {
        LaterTool tool;
        await using (var services = Container.Of(services => services.AddSingleton<ILaterTool, LaterTool>()))
            tool = services.GetRequiredService<ILaterTool>().Use();

        Assert.Equal((0, 1), (tool.Disposals, tool.LaterDisposals));
    }

    [Fact]
    public void A_container_that_does_not_wait_for_what_must_be_waited_for_says_so()
    {
        var services = Container.Of(services => services.AddSingleton<IOnlyLater, OnlyLaterTool>());
        services.GetRequiredService<IOnlyLater>().Use();
        Assert.Contains("OnlyLaterTool", Assert.Throws<InvalidOperationException>(services.Dispose).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_implementations_are_decorated_in_their_order()
    {
        using var services = Container.Of(services => services.AddSingleton<IPart, OtherPart>().AddTransient<IPart>(_ => new DisposablePart()).AddScoped<IPart, Part>());
        using var scope = services.CreateScope();
        Assert.Equal(
            [typeof(OtherPart), typeof(DisposablePart), typeof(Part)],
            scope.ServiceProvider.GetServices<IPart>().Select(part => Container.Inner(part).GetType()));
        Container.Inner<Part>(scope.ServiceProvider.GetRequiredService<IPart>());
    }

    [Fact]
    public void Each_key_has_its_own()
    {
        using var services = Container.Of(services => services.AddKeyedSingleton<IPart, Part>("a").AddKeyedSingleton<IPart, OtherPart>("b").AddSingleton<IPart, DisposablePart>());
        Container.Inner<Part>(services.GetRequiredKeyedService<IPart>("a"));
        Container.Inner<OtherPart>(services.GetRequiredKeyedService<IPart>("b"));
        Container.Inner<DisposablePart>(services.GetRequiredService<IPart>());
    }

    [Fact]
    public void All_keys_are_those_that_were_registered()
    {
        using var services = Container.Of(services => services.AddKeyedSingleton<IPart, Part>("a").AddKeyedSingleton<IPart, OtherPart>("b").AddSingleton<IPart, DisposablePart>());
        Assert.Equal(
            [typeof(Part), typeof(OtherPart)],
            services.GetKeyedServices<IPart>(KeyedService.AnyKey).Select(part => Container.Inner(part).GetType()));
    }

    [Fact]
    public void An_implementation_that_asks_for_its_key_gets_it()
    {
        using var services = Container.Of(services => services.AddKeyedSingleton<IPart, KeyedPart>("a"));
        Assert.Equal("a", Container.Inner<KeyedPart>(services.GetRequiredKeyedService<IPart>("a")).Key);
    }

    [Fact]
    public void A_keyed_factory_gets_its_key()
    {
        using var services = Container.Of(services => services.AddKeyedSingleton<IPart>("a", (_, key) => new KeyedPart((string)key!)));
        Assert.Equal("a", Container.Inner<KeyedPart>(services.GetRequiredKeyedService<IPart>("a")).Key);
    }

    [Fact]
    public void A_keyed_instance_is_the_implementation()
    {
        var part = new Part();
        using var services = Container.Of(services => services.AddKeyedSingleton<IPart>("a", part));
        Assert.Same(part, Container.Inner(services.GetRequiredKeyedService<IPart>("a")));
    }

    [Fact]
    public void A_registration_for_any_key_makes_one_for_each_and_disposes_it_once()
    {
        var parts = new List<DisposablePart>();
        using (var services = Container.Of(services => services.AddKeyedSingleton<IPart, DisposablePart>(KeyedService.AnyKey)))
        {
            parts.Add(Container.Inner<DisposablePart>(services.GetRequiredKeyedService<IPart>("a")));
            parts.Add(Container.Inner<DisposablePart>(services.GetRequiredKeyedService<IPart>("b")));
            Assert.Same(services.GetRequiredKeyedService<IPart>("a"), services.GetRequiredKeyedService<IPart>("a"));
        }

        Assert.NotSame(parts[0], parts[1]);
        Assert.All(parts, part => Assert.Equal(1, part.Disposals));
    }

    [Fact]
    public void An_implementation_for_any_key_that_asks_for_its_key_gets_it()
    {
        using var services = Container.Of(services => services.AddKeyedScoped<IPart, KeyedPart>(KeyedService.AnyKey));
        using var scope = services.CreateScope();
        Assert.Equal("b", Container.Inner<KeyedPart>(scope.ServiceProvider.GetRequiredKeyedService<IPart>("b")).Key);
    }

    [Fact]
    public void What_inherits_its_key_is_refused_loudly() =>
        Assert.Contains("InheritingPart", Refused(services => services.AddKeyedSingleton<Stock>("a").AddKeyedSingleton<IPart, InheritingPart>("a")), StringComparison.Ordinal);

    [Fact]
    public void A_second_call_changes_nothing()
    {
        using var services = Container.Of(services => services.AddSingleton<IPart, Part>().AddScoped(typeof(IBox<>), typeof(Box<>)).AddOperationDecorators().AddOperationDecorators());
        Container.Inner<Part>(services.GetRequiredService<IPart>());
        using var scope = services.CreateScope();
        Container.Inner<Box<string>>(scope.ServiceProvider.GetRequiredService<IBox<string>>());
    }

    [Fact]
    public void A_second_call_decorates_what_was_added_since()
    {
        using var services = Container.Of(services => services.AddSingleton<IPart, Part>().AddOperationDecorators().AddSingleton<IPart, OtherPart>());
        Assert.Equal([typeof(Part), typeof(OtherPart)], services.GetServices<IPart>().Select(part => Container.Inner(part).GetType()));
    }

    [Fact]
    public void A_registration_that_names_another_is_counted_once()
    {
        using var services = Container.Of(services => services.AddSingleton<IPart, Part>().AddKeyedSingleton("same", (provider, _) => provider.GetRequiredService<IPart>()));
        var counted = new Counted(Operations.PartNumber);
        services.GetRequiredKeyedService<IPart>("same").Number();
        Assert.Equal((1, 0), counted.Now);
    }

    [Fact]
    public void Behind_a_decorator_of_somebody_else_nothing_is_counted_again()
    {
        using var services = Container.Of(services => services.AddSingleton<IPart, Part>().Decorate<IPart, CachingPart>());
        Container.Inner<CachingPart>(services.GetRequiredService<IPart>());
        var counted = new Counted(Operations.PartNumber);
        services.GetRequiredService<IPart>().Number();
        Assert.Equal((1, 0), counted.Now);
    }

    [Fact]
    public void An_inherited_operation_is_counted_once_through_the_one_that_inherits()
    {
        using var services = Container.Of(services => services.AddSingleton<IChild, Child>());
        Assert.Equal(((1, 0), (1, 0)), CountedThrough(services.GetRequiredService<IChild>(), child => child.Walk()));
    }

    [Fact]
    public void An_inherited_operation_is_counted_once_through_the_one_that_declares()
    {
        using var services = Container.Of(services => services.AddSingleton<IChild, Child>().AddSingleton<IParent<int>>(provider => provider.GetRequiredService<IChild>()));
        Assert.Equal(((1, 0), (0, 0)), CountedThrough(services.GetRequiredService<IParent<int>>(), _ => { }));
    }

    [Theory]
    [InlineData(ServiceLifetime.Singleton)]
    [InlineData(ServiceLifetime.Scoped)]
    [InlineData(ServiceLifetime.Transient)]
    public void An_open_type_keeps_its_lifetime_and_is_disposed_once(ServiceLifetime lifetime)
    {
        var boxes = new List<DisposableBox<string>>();
        using (var services = Container.Of(services => services.Add(new(typeof(IBox<>), typeof(DisposableBox<>), lifetime))))
        {
            using var scope = services.CreateScope();
            using var other = services.CreateScope();
            foreach (var provider in new[] { scope.ServiceProvider, scope.ServiceProvider, other.ServiceProvider })
                boxes.Add(Container.Inner<DisposableBox<string>>(provider.GetRequiredService<IBox<string>>()));
        }

        Assert.Equal(lifetime switch { ServiceLifetime.Singleton => 1, ServiceLifetime.Scoped => 2, _ => 3 }, boxes.Distinct().Count());
        Assert.All(boxes, box => Assert.Equal(1, box.Disposals));
    }

    [Fact]
    public void An_open_type_is_one_operation_whatever_its_arguments()
    {
        using var services = Container.Of(services => services.AddSingleton(typeof(IBox<>), typeof(Box<>)));
        var counted = new Counted(Operations.BoxOpen);
        services.GetRequiredService<IBox<string>>().Open();
        services.GetRequiredService<IBox<int>>().Open();
        Assert.Equal("a", services.GetRequiredService<IBox<int>>().Other("a"));
        Assert.Equal((2, 0), counted.Now);
    }

    [Fact]
    public void A_type_with_arguments_stands_beside_the_open_one()
    {
        using var services = Container.Of(services => services.AddSingleton(typeof(IBox<>), typeof(Box<>)).AddSingleton<IBox<int>, NumberBox>());
        Container.Inner<NumberBox>(services.GetRequiredService<IBox<int>>());
        Container.Inner<Box<string>>(services.GetRequiredService<IBox<string>>());
        Assert.Equal([typeof(NumberBox), typeof(Box<int>)], services.GetServices<IBox<int>>().Select(box => Container.Inner(box).GetType()).OrderByDescending(type => type.Name));
    }

    [Fact]
    public void An_open_type_has_its_keys()
    {
        using var services = Container.Of(services => services
            .AddKeyedSingleton(typeof(IBox<>), "a", typeof(Box<>)).AddKeyedSingleton(typeof(IBox<>), 2, typeof(DisposableBox<>)).AddSingleton(typeof(IBox<>), typeof(Box<>)));
        Container.Inner<Box<string>>(services.GetRequiredKeyedService<IBox<string>>("a"));
        Container.Inner<DisposableBox<string>>(services.GetRequiredKeyedService<IBox<string>>(2));
        Container.Inner<Box<string>>(services.GetRequiredService<IBox<string>>());
    }

    [Fact]
    public void An_open_type_that_can_be_disposed_is_disposed_once()
    {
        Crate<string> crate;
        using (var services = Container.Of(services => services.AddScoped(typeof(ICrate<>), typeof(Crate<>)).AddSingleton<IStock, Stock>()))
        {
            using var scope = services.CreateScope();
            crate = Container.Inner<Crate<string>>(scope.ServiceProvider.GetRequiredService<ICrate<string>>());
            Container.Inner<Stock>(crate.Stock);
        }

        Assert.Equal(1, crate.Disposals);
    }

    [Fact]
    public void Two_open_registrations_are_refused_loudly() =>
        Assert.Contains("several times", Refused(services => services.AddSingleton(typeof(IBox<>), typeof(Box<>)).AddSingleton(typeof(IBox<>), typeof(DisposableBox<>))), StringComparison.Ordinal);

    [Fact]
    public void An_open_registration_for_any_key_is_refused_loudly() =>
        Assert.Contains("any key", Refused(services => services.AddKeyedSingleton(typeof(IBox<>), KeyedService.AnyKey, typeof(Box<>))), StringComparison.Ordinal);

    [Fact]
    public void An_open_registration_that_asks_for_its_key_is_refused_loudly() =>
        Assert.Contains("KeyedBox", Refused(services => services.AddKeyedSingleton(typeof(IBox<>), "a", typeof(KeyedBox<>))), StringComparison.Ordinal);

    private static string Refused(Action<IServiceCollection> register) => Assert.Throws<NotSupportedException>(() => Container.Of(register)).Message;

    private static ((long Good, long Bad) Parent, (long Good, long Bad) Child) CountedThrough<T>(T service, Action<T> call)
        where T : IParent<int>
    {
        var (parent, child) = (new Counted(Operations.ParentRun), new Counted(Operations.ChildWalk));
        Assert.Equal(4, service.Run(4));
        call(service);
        return (parent.Now, child.Now);
    }
}
