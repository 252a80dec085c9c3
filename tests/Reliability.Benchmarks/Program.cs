using System.CommandLine;
using Reliability;
using Reliability.Benchmarks;

[assembly: Service("benchmarks", Tier = ServiceTier.Low)]

return await new RootCommand("What a hook costs beside code written by hand, and what the generator costs beside the SDK's; what rules cost a Prometheus; what a service does under too much load.")
{
    HooksCommand.Create(),
    TurnsCommand.Create(),
    GeneratorCommand.Create(),
    RulesCommand.Create(),
    OverloadCommand.Create(),
    OverloadServiceCommand.Create(),
}.Parse(args).InvokeAsync();
