namespace Reliability.Artifacts.Prometheus;

/// <summary>One scenario: what happens to each objective, and what the rules must say of it.</summary>
/// <param name="Name">The scenario in words.</param>
/// <param name="Courses">The objectives that go through it.</param>
internal sealed record RuleTest(string Name, IReadOnlyList<TestCourse> Courses)
{
    /// <summary>The same in several tests, where two objectives look at the same series and the events of one would count for the
    /// other.</summary>
    public IEnumerable<RuleTest> WithoutCollisions()
    {
        var tests = new List<List<TestCourse>>();
        foreach (var course in Courses)
        {
            if (tests.Find(test => !test.Exists(other => other.Objective.Collides(course.Objective))) is { } free)
                free.Add(course);
            else
                tests.Add([course]);
        }

        return tests.Select((courses, i) => new RuleTest(i == 0 ? Name : $"{Name} ({i + 1})", courses));
    }
}

/// <summary>What happens to one objective in a scenario.</summary>
/// <param name="Objective">The objective.</param>
/// <param name="Series">The raw series, in promtool's notation.</param>
/// <param name="Expected">What the rules must make of them.</param>
internal sealed record TestCourse(
    TestedObjective Objective, IReadOnlyList<(string Series, string Values)> Series, IReadOnlyList<Expectation> Expected);

/// <summary>What a query must return at a time: one number without labels.</summary>
internal sealed record Expectation(TimeSpan At, string Query, decimal Value)
{
    private const decimal Precision = 0.000001m;

    /// <summary>A recorded series of the objective has a value, and it is one series.</summary>
    public static IEnumerable<Expectation> Recorded(
        TestedObjective objective, TimeSpan at, string series, decimal value, decimal precision = Precision)
    {
        var recorded = objective.Recorded(series);
        yield return new(at, $"count({recorded})", 1m);

        // Not the number itself: a float64 is not 0.1, and promtool compares every digit. A NaN is near nothing.
        yield return new(at, $"abs(max({recorded}) - ({PromQl.Number(value)})) <= bool {PromQl.Number(value == 0m ? Precision : precision * Math.Abs(value))}", 1m);
    }

    /// <summary>So many alerts of the objective fire.</summary>
    public static Expectation Firing(TestedObjective objective, TimeSpan at, int count, params IEnumerable<(string Label, string Value)> labels) => new(
        at, $"count({PromQl.Select("ALERTS", [("alertstate", "firing"), .. objective.Labels, .. labels])}) or vector(0)", count);
}
