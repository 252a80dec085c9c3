using System.Globalization;
using Microsoft.CodeAnalysis;
using Reliability.Model;

namespace Reliability.Declarations.Failover;

/// <summary>Reads the arguments of one attribute within their ranges, and remembers whether any was refused.</summary>
/// <param name="attribute">The attribute.</param>
/// <param name="report">Receives each problem.</param>
internal sealed class FailoverNumbers(AttributeData attribute, Action<FailoverProblem>? report)
{
    public bool IsBroken { get; private set; } = attribute.IsBroken();

    /// <summary>A number; without the argument its default. A null name stands for the first positional argument.</summary>
    public double Number(string? name, double byDefault, Func<double, bool> isPossible, string range)
    {
        var value = (name is null ? attribute.FirstNumber() : attribute.Named(name)?.Value as double?) ?? byDefault;
        if (!isPossible(value))
            Refuse(FailoverProblemKind.OutOfRange, name, Show(value), range);

        return value;
    }

    /// <summary>A whole number.</summary>
    public int Whole(string name, int byDefault, int least, int most, string range)
    {
        var value = attribute.Named(name)?.Value as int? ?? byDefault;
        if (value < least || value > most)
            Refuse(FailoverProblemKind.OutOfRange, name, Show(value), range);

        return value;
    }

    /// <summary>A switch that is off by default.</summary>
    public bool Flag(string name) => attribute.Named(name)?.Value is true;

    /// <summary>A name, or null.</summary>
    public string? Name(string name)
    {
        var value = attribute.Text(name);
        if (value is not null && string.IsNullOrWhiteSpace(value))
            Refuse(FailoverProblemKind.NameIsEmpty, name);

        return value;
    }

    /// <summary>The names of exceptions, sorted.</summary>
    public EquatableArray<string> Exceptions(string name)
    {
        if (attribute.Named(name) is not { Kind: TypedConstantKind.Array, IsNull: false } list)
            return default;

        var names = new SortedSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < list.Values.Length; i++)
        {
            if (list.Values[i].Value is not INamedTypeSymbol type)
                continue;

            if (type.SelfAndBases().Any(self => self.Is("System.Exception")))
                names.Add(type.ToDisplayString(SymbolFormats.Plain));
            else if (type.TypeKind != TypeKind.Error)
                Refuse(FailoverProblemKind.NotAnException, name, type.Name, "", ArgumentPlaces.Element(attribute, name, i));
        }

        return names.ToEquatableArray();
    }

    /// <summary>Says that something of the attribute cannot be meant.</summary>
    public void Refuse(FailoverProblemKind kind, string? argument, string value = "", string detail = "", SyntaxNode? place = null)
    {
        IsBroken = true;
        report?.Invoke(new(kind, attribute, argument, value, detail, place));
    }

    public static string Show(double value) => value.ToString("0.###############", CultureInfo.InvariantCulture);
}
