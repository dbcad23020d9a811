using CommsBot.Content;
using CommsBot.Storage;

namespace CommsBot.Commands;

/// <summary>A clinician signs words as they stand now. A running service on the same database goes by it within five seconds.</summary>
internal static class ContentApproveVerb
{
    public static async Task<int> RunAsync(VerbInput input)
    {
        var clinician = input.Take("by")?.Trim();
        var id = input.Only("ID or all");
        if (string.IsNullOrEmpty(clinician)) throw new UsageException("Missing: --by NAME, the clinician who answers for these words.");
        await using var app = await CommsBotHost.CreateAsync(input.Host, use: DatabaseUse.Visit);
        if (await app.Services.GetRequiredService<ApprovalDesk>().SignAsync(id, clinician) is not { } result)
        {
            await Console.Error.WriteLineAsync($"Nothing in dialogs/ has the id '{id}'. Ids are those of answers, e.g. what-is-crps, wording keys, e.g. safety/crisis, or preparation/<protocol>.");
            return 1;
        }

        await Console.Out.WriteLineAsync($"{clinician} approved {result.Signed} wordings until {result.Until:yyyy-MM-dd}; {result.AlreadySigned} were approved already.");
        return 0;
    }
}
