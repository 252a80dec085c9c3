using Microsoft.Extensions.DependencyInjection;

namespace Reliability.Tests.Decorating;

/// <summary>Containers as programs have them, with every check on.</summary>
internal static class Container
{
    public static ServiceProvider Of(Action<IServiceCollection> register)
    {
        var services = new ServiceCollection();
        register(services);
        return services.AddOperationDecorators().BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    /// <summary>What a decorator stands before; fails when nothing does.</summary>
    public static object Inner(object service) => Assert.IsType<IOperationDecorator>(service, exactMatch: false).Inner;

    public static T Inner<T>(object service) => Assert.IsType<T>(Inner(service));
}

/// <summary>How much an operation was counted since, in a class whose tests run one after the other.</summary>
internal readonly struct Counted
{
    private readonly OperationSite _site;
    private readonly (long Good, long Bad) _before;

    public Counted(OperationSite site)
    {
        _site = site;
        _before = site.Events(0);
    }

    public (long Good, long Bad) Now => (_site.Events(0).Good - _before.Good, _site.Events(0).Bad - _before.Bad);
}
