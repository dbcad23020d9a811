using CommsBot.Settings;

namespace CommsBot.Commands;

/// <summary>The verbs, as a table. No verb means <c>serve</c>; options that are not a verb's own are ASP.NET Core's.</summary>
internal static class CommandLine
{
    private static readonly Verb[] Verbs =
    [
        new("serve", "", "runs the service; the same without a verb", Serve.RunAsync),
        new("content check", "[--production]", "names every fault in dialogs/ and prompts/; exit 1 when any is an error", ContentCheckVerb.RunAsync),
        new("content learn", "", "learns from dialogs/ ahead of the next start; the first build does it by itself", ContentLearnVerb.RunAsync),
        new("content approve", "ID|all --by NAME", "a clinician signs the present words, for one year", ContentApproveVerb.RunAsync),
        new("import", "FILE.csv [--clinic ID] [--dry-run] [--by NAME] [--confirmed-by NAME]", "takes over a report of appointments, row by row", ImportVerb.RunAsync),
        new("staff add", "NAME [--role ROLE] [--clinics ID,ID] [--sign-in NAME]", "makes a person who may sign in", StaffVerbs.AddAsync),
        new("staff disable", "NAME", "ends every sign-in of that person; their chats return to the queue", StaffVerbs.DisableAsync),
        new("staff reset", "NAME", "a new password, and the second factor is set up anew", StaffVerbs.ResetAsync),
        new("evaluate", "[FILE.jsonl ...] [--part train|held|stranger] [--totals] [--model]", "asks the questions of dialogs/evaluation and prints what came of them", EvaluateVerb.RunAsync),
        new("audit verify", "[--anchor NUMBER:HASH]", "checks the chain of the audit log; exit 1 when a row was changed, removed or put in", AuditVerb.RunAsync),
        new("keys list", "", "names the column keys, when each was made and how many values it still seals", KeyVerbs.ListAsync),
        new("keys rotate", "", "seals all columns with a new key, while no service runs; the key that phones are looked up by is not changed", KeyVerbs.RotateAsync),
        new("migrate", "", "brings the database to this version's schema", MigrateVerb.RunAsync),
    ];

    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            if (args is ["help" or "--help" or "-h" or "-?", ..]) return await HelpAsync();
            if (args.Length == 0 || args[0].StartsWith('-')) return await Serve.RunAsync(new VerbInput(args));
            return Verbs.FirstOrDefault(verb => verb.IsMeantBy(args)) is { } verb ? await verb.Run(new VerbInput(args[verb.Words..])) : await UnknownAsync(args);
        }
        catch (StartRefusedException refused)
        {
            await Console.Error.WriteLineAsync(refused.Message);
            return 1;
        }
        catch (UsageException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return 2;
        }
    }

    private static async Task<int> HelpAsync()
    {
        await Console.Out.WriteLineAsync($"CommsBot [verb] [options of ASP.NET Core, e.g. --urls http://127.0.0.1:5090]{Environment.NewLine}{Table(Verbs)}");
        return 0;
    }

    private static async Task<int> UnknownAsync(string[] args)
    {
        var near = Verbs.Where(verb => verb.Name.StartsWith(args[0] + " ", StringComparison.Ordinal)).ToArray();
        var asked = near.Length > 0 ? string.Join(' ', args.TakeWhile(arg => !arg.StartsWith('-')).Take(2)) : args[0];
        await Console.Error.WriteLineAsync($"There is no verb '{asked}'. The verbs are:{Environment.NewLine}{Table(near.Length > 0 ? near : Verbs)}");
        return 2;
    }

    private static string Table(Verb[] verbs) => string.Join(Environment.NewLine, verbs.Select(verb => $"  {verb.Name + " " + verb.Use,-52} {verb.Meaning}"));
}

/// <param name="Name">One or two words.</param>
/// <param name="Use">What follows it.</param>
internal sealed record Verb(string Name, string Use, string Meaning, Func<VerbInput, Task<int>> Run)
{
    public int Words => Name.Split(' ').Length;

    public bool IsMeantBy(string[] args) => args.Take(Words).SequenceEqual(Name.Split(' '));
}
