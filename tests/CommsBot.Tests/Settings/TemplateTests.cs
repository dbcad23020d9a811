using System.Collections;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using CommsBot.Settings;
using CommsBot.Tests.House;
using Microsoft.Extensions.Configuration;

namespace CommsBot.Tests.Settings;

public sealed partial class TemplateTests
{
    private static readonly string Text = File.ReadAllText(Path.Combine(Repository.Root, "appsettings.template.json"));

    [Fact]
    public void The_template_names_every_property_of_every_settings_class()
    {
        var template = Uncommented();
        var missing = SettingsTypes().SelectMany(type => Paths(Section(type), type)).Where(path => !Exists(template, path)).ToList();
        Assert.Empty(missing);
        Assert.Equal(["Api", "AzureOpenAI", "BotService", "Cluster", "Content", "Fhir", "Heartbeat", "Notices", "Public", "Security", "Simulator", "Spending", "Staff", "Twilio", "WebChat"], SettingsTypes().Select(Section).Order());
    }

    [Fact]
    public void The_template_names_the_settings_that_have_no_class()
    {
        var template = Uncommented();
        Assert.NotNull(template["ConnectionStrings:CommsBot"]);
        Assert.All(ProcessorSettings.Known, name => Assert.NotNull(template[$"Processors:{name}:BaaSignedOn"]));
        Assert.NotNull(template["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        Assert.NotNull(template["urls"]);
    }

    [Fact]
    public void The_template_knows_no_setting_that_the_code_does_not_know()
    {
        var known = SettingsTypes().SelectMany(type => Paths(Section(type), type)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var unknown = Uncommented().AsEnumerable().Where(pair => pair.Value is not null).Select(pair => Index().Replace(pair.Key, ""))
            .Where(path => !known.Contains(path) && !path.StartsWith("Processors:", StringComparison.Ordinal) && path is not ("ConnectionStrings:CommsBot" or "OTEL_EXPORTER_OTLP_ENDPOINT" or "urls"));
        Assert.Empty(unknown);
    }

    [Fact]
    public void Copied_as_it_stands_the_template_sets_nothing() =>
        Assert.DoesNotContain(Load(Text).AsEnumerable(), pair => !string.IsNullOrEmpty(pair.Value));

    [Fact]
    public void Each_setting_has_a_comment_that_ends_in_its_default()
    {
        var before = new StringBuilder();
        foreach (var line in Text.Split('\n').Select(line => line.Trim()))
        {
            if (Example().IsMatch(line))
            {
                var agreement = line.Contains("BaaSignedOn", StringComparison.Ordinal);
                Assert.True(agreement || before.ToString().Contains("Default:", StringComparison.Ordinal) || line.Contains("\"ApiKeySecret\"", StringComparison.Ordinal), line);
                if (!agreement) before.Clear();
            }
            else if (line.StartsWith("//", StringComparison.Ordinal))
            {
                before.Append(line);
            }
        }
    }

    private static IConfiguration Uncommented() =>
        Load(string.Join('\n', Text.Split('\n').Select(line => Example().IsMatch(line.Trim()) ? line.Trim()[2..] : line)));

    private static IConfigurationRoot Load(string json) => new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build();

    private static IReadOnlyList<Type> SettingsTypes() => [.. typeof(ISettings).Assembly.GetTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(ISettings)))];

    private static string Section(Type type) => type.Name[..^"Settings".Length];

    private static IEnumerable<string> Paths(string at, Type type)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite))
        {
            var path = $"{at}:{property.Name}";
            var item = ItemOf(property.PropertyType);
            if (item is not null && item != typeof(string)) foreach (var inner in Paths(path, item)) yield return inner;
            else yield return path;
        }
    }

    private static Type? ItemOf(Type type) =>
        type.Assembly == typeof(ISettings).Assembly && type is { IsClass: true, IsArray: false } ? type : type == typeof(string) || !type.IsAssignableTo(typeof(IEnumerable)) ? null : type.GetElementType() ?? type.GetGenericArguments()[0];

    private static bool Exists(IConfiguration template, string path) =>
        template.AsEnumerable().Any(pair => pair.Value is not null && Index().Replace(pair.Key, "").Equals(path, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex("""^// "[A-Za-z_]+": """)]
    private static partial Regex Example();

    [GeneratedRegex(@":\d+")]
    private static partial Regex Index();
}
