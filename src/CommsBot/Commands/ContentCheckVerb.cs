using CommsBot.Content;
using CommsBot.Settings;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Commands;

/// <summary>Names every fault of <c>dialogs/</c> and <c>prompts/</c>. Needs no database; for <c>--production</c> it reads the approvals of the one in the settings.</summary>
internal static class ContentCheckVerb
{
    public static async Task<int> RunAsync(VerbInput input)
    {
        var production = input.TakeSwitch("production");
        var builder = CommsBotHost.Builder(input.WithoutWords().Host);
        var root = RootOf(builder);
        var now = TimeProvider.System.GetUtcNow();
        var approved = production ? await ApprovedAsync(builder.Configuration.GetConnectionString("CommsBot"), builder.Environment.ContentRootPath, now) : ApprovedContent.Everything;
        var report = LoadedContent.Read(root, strictWording: true).Report(DateOnly.FromDateTime(now.UtcDateTime), production, approved);
        await Console.Out.WriteLineAsync(report.ToString());
        return report.HasErrors ? 1 : 0;
    }

    /// <exception cref="StartRefusedException">There is no content.</exception>
    public static ContentRoot RootOf(WebApplicationBuilder builder)
    {
        var root = new ContentRoot(new ContentSettings { Root = builder.Configuration["Content:Root"] }.Folder(builder.Environment.ContentRootPath));
        return Directory.Exists(root.Dialogs) ? root : throw new StartRefusedException(["Content:Root names a folder that holds no dialogs/."]);
    }

    // Approvals are signatures under hashes, nothing of them is sealed: no key is needed to read them.
    private static async Task<ApprovedContent> ApprovedAsync(string? connectionString, string home, DateTimeOffset now)
    {
        if (DatabaseTarget.TryRead(connectionString, home, out var fault) is not { } target) throw new StartRefusedException([fault!]);
        if (target.File is not null && !File.Exists(target.File)) return ApprovedContent.From([], now);
        var gate = new WriteGate(oneWriter: !target.IsPostgres);
        var store = new ClinicStore(new ClinicDbFactory(target, new ColumnCipher(), gate), gate, target);
        await using (var db = store.Read())
        {
            if (!await KnownSchema.IsPresentAsync(db)) return ApprovedContent.From([], now);
        }

        return await new ApprovalBook(store, new ContentSettings { RequireReview = true }).ReadAsync(now, default);
    }
}
