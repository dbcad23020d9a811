using System.Reflection;

namespace CommsBot.Settings;

/// <summary>Binds each section once, registers it, and collects what is wrong with all of them before anything starts.</summary>
internal sealed class SettingsReader(WebApplicationBuilder builder, StartContext start)
{
    private readonly List<string> faults = [];
    private readonly List<Func<IEnumerable<string>>> ofService = [];

    public StartContext Start => start;

    public T Read<T>(string section) where T : class, ISettings, new()
    {
        var settings = new T();
        Bind(builder.Configuration.GetSection(section), settings);
        faults.AddRange(settings.Faults(start));
        builder.Services.AddSingleton(settings);
        return settings;
    }

    public void Refuse(IEnumerable<string> reasons) => faults.AddRange(reasons);

    /// <summary>What a service would be refused for once its database is open: told with the settings' faults when there are any, so that nobody mends in two rounds.</summary>
    public void RefuseService(Func<IEnumerable<string>> reasons) => ofService.Add(reasons);

    /// <exception cref="StartRefusedException">At least one section is wrong.</exception>
    public void ThrowIfAnyFault(bool alsoOfService = false)
    {
        if (faults.Count == 0) return;
        if (alsoOfService) faults.AddRange(ofService.SelectMany(reasons => reasons()));
        throw new StartRefusedException(faults);
    }

    // One property at a time, so that one unreadable value does not hide the next; the value itself is never repeated, it may be a secret.
    private void Bind(IConfigurationSection section, object settings)
    {
        var properties = settings.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite).ToList();
        foreach (var given in section.GetChildren())
        {
            var property = properties.Find(p => p.Name.Equals(given.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null) faults.Add($"{given.Path} is not a setting; {section.Path} has {string.Join(", ", properties.Select(p => p.Name))}.");
            else if (IsPartOfSection(property.PropertyType)) Bind(given, property.GetValue(settings)!);
            else if (given.Exists()) Set(given, settings, property);
        }
    }

    private static bool IsPartOfSection(Type type) => type is { IsClass: true, IsArray: false } && type.Assembly == typeof(SettingsReader).Assembly;

    private void Set(IConfigurationSection given, object settings, PropertyInfo property)
    {
        try
        {
            if (given.Get(property.PropertyType) is { } value) property.SetValue(settings, value);
        }
        catch (InvalidOperationException)
        {
            faults.Add($"{given.Path} is not {Kind(property.PropertyType)}.");
        }
    }

    private static string Kind(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var t when t == typeof(int) => "a whole number",
        var t when t == typeof(bool) => "true or false",
        var t when t == typeof(Uri) => "an address",
        var t when t == typeof(DateTimeOffset) => "a moment like 2027-03-13T18:00:00-06:00",
        _ => "readable: one of its values has the wrong form",
    };
}
