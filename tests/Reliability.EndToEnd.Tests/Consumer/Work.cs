using Reliability;

namespace Consumer;

public sealed partial class Work
{
    [Slo<Promise>(Runbook = "https://runbooks.example/do")]
    public partial void Do(bool fail);

    [Slo(99.9)]
    public partial void NeverCalled();

    private static void DoCore(bool fail)
    {
        if (fail)
            throw new TimeoutException("injected");
    }

    private static void NeverCalledCore()
    {
    }
}

[Availability(99.9), Window(Days = 30)]
public sealed class Promise : SloProfile;
