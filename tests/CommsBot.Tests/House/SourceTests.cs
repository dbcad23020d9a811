using System.Text.RegularExpressions;

namespace CommsBot.Tests.House;

public sealed partial class SourceTests
{
    private const int Longest = 250;
    private static readonly string[] Banned = ["Services", "Helpers", "Utils", "Common", "Managers", "Infrastructure", "Models"];
    private static readonly string[] Projects = ["src/CommsBot", "src/CommsBot.BotFramework", "src/CommsBot.Simulator"];

    private static readonly Dictionary<string, string> MayBeLong = new()
    {
    };

    [Fact]
    public void A_namespace_is_its_folder()
    {
        foreach (var project in Projects)
        {
            var root = project.Split('/')[^1];
            foreach (var file in Repository.Sources(project).Where(file => !file.StartsWith("Storage/Migrations", StringComparison.Ordinal)))
            {
                var folders = file.Split('/')[..^1];
                var found = Namespace().Match(File.ReadAllText(Path.Combine(Repository.Root, project, file)));
                if (found.Success) Assert.Equal((file, string.Join('.', [root, .. folders])), (file, found.Groups[1].Value));
            }
        }
    }

    [Fact]
    public void No_folder_has_a_name_that_says_nothing() =>
        Assert.Empty(Projects.Append("tests").SelectMany(project => Repository.Sources(project)).SelectMany(file => file.Split('/')[..^1]).Intersect(Banned));

    [Fact]
    public void No_file_is_long_without_a_reason() =>
        Assert.Empty(Projects.SelectMany(project => Repository.Sources(project).Concat(Repository.Sources(project, "*.razor")).Select(file => $"{project}/{file}"))
            .Where(file => !file.Contains("/Migrations/", StringComparison.Ordinal) && !MayBeLong.ContainsKey(file))
            .Where(file => File.ReadLines(Path.Combine(Repository.Root, file)).Count() > Longest).ToList());

    [Fact]
    public void Nothing_is_left_for_later() =>
        Assert.Empty(Projects.SelectMany(project => Repository.Sources(project).Select(file => Path.Combine(Repository.Root, project, file)))
            .Where(file => Later().IsMatch(File.ReadAllText(file))).ToList());

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\bTOD[O]\b|\bFIXM[E]\b|NotImplemented[E]xception")]
    private static partial Regex Later();
}
