using Mono.Cecil;
using Mono.Cecil.Cil;

namespace CommsBot.Tests.House;

/// <summary>Which type of the compiled service uses which other: signatures, fields, attributes and method bodies, read from the assembly.</summary>
internal sealed class Walls
{
    private readonly ModuleDefinition module;

    private readonly Lazy<IReadOnlyList<(string From, TypeReference To)>> uses;

    private Walls(ModuleDefinition module)
    {
        this.module = module;
        uses = new(() => [.. Types.SelectMany(type => Used(type).Select(used => (From: Outer(type).FullName, To: used))).DistinctBy(use => (use.From, use.To.FullName))]);
    }

    public static Walls Of(string assembly) => new(ModuleDefinition.ReadModule(Path.Combine(AppContext.BaseDirectory, assembly)));

    public IEnumerable<TypeDefinition> Types => module.GetTypes().Where(type => !IsGenerated(Outer(type)));

    public IEnumerable<string> References => module.AssemblyReferences.Select(reference => reference.Name);

    /// <summary>Pairs of whole type names, nested types counted as their outermost one.</summary>
    public IReadOnlyList<(string From, TypeReference To)> Uses() => uses.Value;

    /// <summary>The slice a type of the service belongs to; empty for the host and the entry point, null for foreign types.</summary>
    public static string? Slice(string fullName)
    {
        if (!fullName.StartsWith("CommsBot.", StringComparison.Ordinal)) return null;
        var parts = fullName.Split('.', '/');
        return parts[1] switch
        {
            "BotFramework" or "Simulator" => null,
            "Channels" when parts.Length > 3 => $"Channels.{parts[2]}",
            _ when parts.Length == 2 => "",
            _ => parts[1],
        };
    }

    public static TypeReference Outer(TypeReference type) => type.DeclaringType is { } outer ? Outer(outer) : type;

    private static IEnumerable<TypeReference> Used(TypeDefinition type)
    {
        var direct = new List<TypeReference?> { type.BaseType };
        direct.AddRange(type.Interfaces.Select(i => i.InterfaceType));
        direct.AddRange(type.CustomAttributes.Select(a => a.AttributeType));
        direct.AddRange(type.Fields.Select(f => f.FieldType));
        foreach (var method in type.Methods)
        {
            direct.Add(method.ReturnType);
            direct.AddRange(method.Parameters.Select(p => p.ParameterType));
            direct.AddRange(method.CustomAttributes.Select(a => a.AttributeType));
            if (!method.HasBody) continue;
            direct.AddRange(method.Body.Variables.Select(v => v.VariableType));
            direct.AddRange(method.Body.ExceptionHandlers.Select(h => h.CatchType));
            direct.AddRange(method.Body.Instructions.SelectMany(Used));
        }

        return direct.OfType<TypeReference>().SelectMany(Parts);
    }

    private static IEnumerable<TypeReference?> Used(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        GenericInstanceMethod method => [method.DeclaringType, .. method.GenericArguments],
        MethodReference method => [method.DeclaringType, method.ReturnType],
        FieldReference field => [field.DeclaringType, field.FieldType],
        _ => [],
    };

    private static IEnumerable<TypeReference> Parts(TypeReference type) => type switch
    {
        GenericInstanceType generic => [Outer(generic.ElementType), .. generic.GenericArguments.SelectMany(Parts)],
        TypeSpecification wrapped => Parts(wrapped.ElementType),
        GenericParameter => [],
        _ => [Outer(type)],
    };

    // Serialisers, regular expressions and the like that the compiler writes for us.
    private static bool IsGenerated(TypeReference type) =>
        type.FullName.StartsWith('<') || type.Namespace.StartsWith("OrleansCodeGen", StringComparison.Ordinal) || type.Namespace.StartsWith("System", StringComparison.Ordinal)
        || type.Namespace.StartsWith("Microsoft", StringComparison.Ordinal) || type.Name.StartsWith("__", StringComparison.Ordinal)
        || (type is TypeDefinition { HasCustomAttributes: true } own && own.CustomAttributes.Any(a => a.AttributeType.Name is "EmbeddedAttribute"));
}

/// <summary>Let go after the last test of the walls: two million objects, and every service that starts later in the run collects twice.</summary>
public sealed class ServiceWalls
{
    internal Walls Read { get; } = Walls.Of("CommsBot.dll");
}
