using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Reliability.Analyzers.Engine;

namespace Reliability.Analyzers.Measurement;

/// <summary>Recognises values of which there is no end: every request, failure or moment has one of its own.</summary>
internal sealed class UnboundedValues(Knowledge knowledge)
{
    // Reviewed: Type.Member, and what it is as messages say it. Members of types that derive from these count as well.
    private static readonly (string Type, string Member, string What)[] s_members =
    [
        ("System.Exception", "Message", "the message of an exception"),
        ("System.Exception", "StackTrace", "a stack trace"),
        ("Microsoft.AspNetCore.Http.HttpRequest", "Path", "the path of a request"),
        ("Microsoft.AspNetCore.Http.HttpRequest", "QueryString", "the query of a request"),
        ("Microsoft.AspNetCore.Http.Extensions.UriHelper", "GetDisplayUrl", "the address of a request"),
        ("Microsoft.AspNetCore.Http.Extensions.UriHelper", "GetEncodedUrl", "the address of a request"),
        ("Microsoft.AspNetCore.Http.Extensions.UriHelper", "GetEncodedPathAndQuery", "the path of a request"),
        ("Microsoft.AspNetCore.Http.HttpContext", "TraceIdentifier", "the id of a request"),
        ("Microsoft.AspNetCore.Http.ConnectionInfo", "Id", "the id of a connection"),
        ("Microsoft.AspNetCore.Http.ConnectionInfo", "RemoteIpAddress", "the address of a client"),
        ("Microsoft.AspNetCore.SignalR.HubCallerContext", "ConnectionId", "the id of a connection"),
        ("Microsoft.AspNetCore.SignalR.HubCallerContext", "UserIdentifier", "the id of a user"),
        ("System.Net.Http.HttpRequestMessage", "RequestUri", "the address of a request"),
        ("System.Security.Principal.IIdentity", "Name", "the name of a user"),
        ("System.Net.Mail.MailAddress", "Address", "an e-mail address"),
        ("Microsoft.AspNetCore.Identity.IdentityUser`1", "Id", "the id of a user"),
        ("Microsoft.AspNetCore.Identity.IdentityUser`1", "Email", "an e-mail address"),
        ("Microsoft.AspNetCore.Identity.IdentityUser`1", "UserName", "the name of a user"),
        ("System.Diagnostics.Activity", "Id", "the id of a trace"),
        ("System.Diagnostics.Activity", "TraceId", "the id of a trace"),
        ("System.Diagnostics.Activity", "SpanId", "the id of a span"),
        ("System.DateTime", "Ticks", "a moment"),
        ("System.DateTimeOffset", "Ticks", "a moment"),
        ("System.DateTimeOffset", "ToUnixTimeSeconds", "a moment"),
        ("System.DateTimeOffset", "ToUnixTimeMilliseconds", "a moment"),
        ("System.Diagnostics.Stopwatch", "GetTimestamp", "a moment"),
    ];

    // What remains of an address in these is the whole of it, or its path.
    private static readonly string[] s_address = ["AbsolutePath", "AbsoluteUri", "PathAndQuery", "LocalPath", "OriginalString", "Query", "Value"];

    private static readonly string[] s_userClaims = ["sub", "oid", "email", "name", "preferred_username", "nameid", "unique_name", "jti", "sid"];

    private readonly Dictionary<string, List<(INamedTypeSymbol Type, string What)>> _members = Bind(knowledge);
    private readonly INamedTypeSymbol? _guid = knowledge.Type("System.Guid");
    private readonly INamedTypeSymbol? _dateTime = knowledge.Type("System.DateTime");
    private readonly INamedTypeSymbol? _dateTimeOffset = knowledge.Type("System.DateTimeOffset");
    private readonly INamedTypeSymbol? _claimTypes = knowledge.Type("System.Security.Claims.ClaimTypes");

    /// <summary>What a value is, if there is no end of it; and where it stands; or null.</summary>
    public (string What, IOperation Place)? In(IOperation value)
    {
        switch (value.Unwrapped())
        {
            case { } constant when constant.ConstantValue.HasValue:
                return null;
            case IInterpolatedStringOperation text:
                foreach (var part in text.Parts)
                {
                    if (part is IInterpolationOperation { FormatString: null } hole && In(hole.Expression) is { } inner)
                        return inner;
                }

                return null;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, Type.SpecialType: SpecialType.System_String } sum:
                return In(sum.LeftOperand) ?? In(sum.RightOperand);
            case ICoalesceOperation choice:
                return In(choice.Value);
            case IConditionalAccessOperation { WhenNotNull: { } rest } access:
                return In(rest) ?? (IsWhole(rest) ? In(access.Operation) : null);
            case IInvocationOperation call:
                return OfCall(call);
            case IPropertyReferenceOperation property:
                return OfProperty(property);
            case IFieldReferenceOperation { Field.IsStatic: true }:
                return null;
            case var other:
                return OfType(other) is { } what ? (what, other) : null;
        }
    }

    private (string What, IOperation Place)? OfCall(IInvocationOperation call)
    {
        if (Find(call.TargetMethod) is { } what)
            return (what, call);

        // In a format, a moment may be a month.
        if (call.TargetMethod is { Name: "ToString" } && call.Instance is { } shown)
            return call.Arguments.Length == 0 || CoreTypes.Same(shown.Type, _guid) ? In(shown) : null;

        if (call.TargetMethod.Name == "FindFirstValue" && IsUserClaim(call))
            return ("a claim of the user", call);

        return OfType(call) is { } typed ? (typed, call) : null;
    }

    private (string What, IOperation Place)? OfProperty(IPropertyReferenceOperation property)
    {
        if (property.Property.IsStatic && !IsClock(property.Property))
            return null;

        if (Find(property.Property) is { } what)
            return (what, property);

        if (property.Instance is { } instance)
        {
            if (property.Property.Name == "Value" && Unwrap(instance) is IInvocationOperation { TargetMethod.Name: "FindFirst" } find && IsUserClaim(find))
                return ("a claim of the user", property);

            // request.RequestUri.AbsolutePath, context.Request.Path.Value; not its Host
            if (Array.IndexOf(s_address, property.Property.Name) >= 0 && Unwrap(instance) is IPropertyReferenceOperation { Property: var address } && Find(address) is { } whole)
                return (whole, property);
        }

        return OfType(property) is { } typed ? (typed, property) : null;
    }

    private string? OfType(IOperation value)
    {
        var type = value.Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var inner] } ? inner : value.Type;
        if (CoreTypes.Same(type, _guid))
            return "a Guid";

        return CoreTypes.Same(type, _dateTime) || CoreTypes.Same(type, _dateTimeOffset) ? "a moment" : null;
    }

    private string? Find(ISymbol member)
    {
        if (!_members.TryGetValue(member.Name, out var known))
            return null;

        var owner = member is IMethodSymbol { ReducedFrom: { } extension } ? extension.ContainingType : member.ContainingType;
        foreach (var (type, what) in known)
        {
            for (var self = owner; self is not null; self = self.BaseType)
            {
                if (CoreTypes.Same(self.OriginalDefinition, type))
                    return what;
            }

            if (type.TypeKind == TypeKind.Interface && owner is not null && owner.AllInterfaces.Contains(type, SymbolEqualityComparer.Default))
                return what;
        }

        return null;
    }

    private bool IsUserClaim(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            var value = argument.Value.Unwrapped();
            if (value is IFieldReferenceOperation { Field: { } field } && CoreTypes.Same(field.ContainingType, _claimTypes))
                return field.Name is "NameIdentifier" or "Email" or "Name" or "Upn" or "Sid" or "PrimarySid" or "MobilePhone";

            if (value.ConstantValue is { HasValue: true, Value: string name })
                return Array.IndexOf(s_userClaims, name) >= 0;
        }

        return false;
    }

    private bool IsClock(IPropertySymbol property) => CoreTypes.Same(property.ContainingType, _dateTime) || CoreTypes.Same(property.ContainingType, _dateTimeOffset);

    private static bool IsWhole(IOperation rest) => rest switch
    {
        IInvocationOperation { TargetMethod.Name: "ToString", Arguments.Length: 0 } => true,
        IPropertyReferenceOperation { Instance: IConditionalAccessInstanceOperation, Property.Name: var name } => Array.IndexOf(s_address, name) >= 0,
        _ => false,
    };

    private static IOperation Unwrap(IOperation instance) =>
        instance is IConditionalAccessInstanceOperation && instance.Enclosing<IConditionalAccessOperation>() is { } access ? access.Operation.Unwrapped() : instance.Unwrapped();

    private static Dictionary<string, List<(INamedTypeSymbol Type, string What)>> Bind(Knowledge knowledge)
    {
        var members = new Dictionary<string, List<(INamedTypeSymbol, string)>>(StringComparer.Ordinal);
        foreach (var (typeName, member, what) in s_members)
        {
            if (knowledge.Type(typeName) is not { } type)
                continue;

            if (!members.TryGetValue(member, out var known))
                members.Add(member, known = []);

            known.Add((type, what));
        }

        return members;
    }
}
