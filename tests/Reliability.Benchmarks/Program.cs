using System.CommandLine;
using Reliability;
using Reliability.Benchmarks;

[assembly: Service("benchmarks", Tier = ServiceTier.Low)]

return await new RootCommand("What a hook costs beside code written by hand, and what the generator costs beside the SDK's; what rules cost a Prometheus, and probes a service; what retries do to a dependency, and too much load to a service.")
{
    HooksCommand.Create(),
    TurnsCommand.Create(),
    GeneratorCommand.Create(),
    RulesCommand.Create(),
    ProbesCommand.Create(),
    StormCommand.Create(),
    OverloadCommand.Create(),
    OverloadServiceCommand.Create(),
}.Parse(args).InvokeAsync();
