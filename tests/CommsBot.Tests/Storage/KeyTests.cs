using System.Text;
using System.Text.RegularExpressions;
using CommsBot.Storage;
using CommsBot.Tests.Commands;
using CommsBot.Tests.Drivers;
using CommsBot.Tests.House;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Storage;

/// <summary>The rules of changing keys on SQLite, and the whole service before and after: an operator changes them, and staff read what patients wrote.</summary>
public sealed class KeyTests : KeyRules, IDisposable
{
    private const string Password = "of the tests";
    private const string Renewed = "The stored keys were sealed anew with Security:KeyCertificate; Security:PreviousKeyCertificate is not needed any more.";

    private readonly Installation house = new();
    private int databases;

    public void Dispose() => house.Dispose();

    private protected override Task<string> NewDatabaseAsync() => Task.FromResult($"Data Source={house.File($"rules-{++databases}.db")}");

    [Fact]
    public async Task What_a_patient_wrote_under_one_certificate_is_read_under_the_next()
    {
        const string said = "My ankle feels like wet sand since the quilting fair";
        string chat;
        await using (var first = await StartAsync("a.pfx"))
        {
            var patient = await first.Web();
            await patient.Say(said);
            chat = patient.ConversationId;
        }

        await using (var second = await StartAsync("b.pfx", "a.pfx"))
        {
            Assert.Single(second.Watchman.Lines, line => line.Contains(Renewed, StringComparison.Ordinal));
            second.Watchman.SawNothingOf(Password, "a.pfx", "b.pfx");
            await ReadsAsync(second, chat, said);
        }

        await using (var third = await StartAsync("b.pfx"))
        {
            Assert.DoesNotContain(third.Watchman.Lines, line => line.Contains(Renewed, StringComparison.Ordinal));
            await ReadsAsync(third, chat, said);
        }

        SawNothingOf(said);
        await Assert.ThrowsAsync<CommsBot.Settings.StartRefusedException>(() => StartAsync("a.pfx"));
    }

    [Fact]
    public async Task A_previous_certificate_that_sealed_nothing_here_refuses_the_start_and_changes_nothing()
    {
        string[] With(params string[] more) => house.Development(more);
        await (await CommsBotHost.CreateAsync(With(Present("a.pfx")))).DisposeAsync();
        Assert.Equal(
            ["The keys in the database were sealed with another certificate than Security:KeyCertificate and Security:PreviousKeyCertificate."],
            await Installation.RefusalAsync(With([.. Present("b.pfx"), .. Previous("c.pfx")])));
        await (await CommsBotHost.CreateAsync(With(Present("a.pfx")))).DisposeAsync();
    }

    [Fact]
    public async Task A_previous_certificate_is_checked_like_the_present_one()
    {
        Assert.Equal(
            ["Security:PreviousKeyCertificate needs Security:KeyCertificate, with which the stored keys are sealed anew."],
            await Installation.RefusalAsync(house.Development(Previous("a.pfx"))));
        Assert.Equal(
            ["Security:PreviousKeyCertificate names a file that does not exist."],
            await Installation.RefusalAsync(house.Development([.. Present("a.pfx"), "--Security:PreviousKeyCertificate=nowhere.pfx"])));
        Assert.Equal(
            ["Security:PreviousKeyCertificate cannot be opened with Security:PreviousKeyCertificatePassword."],
            await Installation.RefusalAsync(house.Development([.. Present("a.pfx"), .. Previous("b.pfx"), "--Security:PreviousKeyCertificatePassword=wrong"])));
    }

    [Fact]
    public async Task An_operator_gives_all_columns_a_new_key_while_the_service_rests()
    {
        const string before = "My wrist hums like a kettle at the lighthouse";
        const string after = "Now my elbow hums as well, at the windmill";
        string thread, phone;
        await using (var service = await StartAsync("a.pfx"))
        {
            var patient = service.Phone();
            await patient.Say(before);
            (thread, phone) = (await patient.ConversationId(), patient.Phone);
            Assert.Equal(
                (1, "", $"CommsBot cannot start:{Environment.NewLine}  - The service, or another verb, works on this database: stop it, every node of it, and try again.{Environment.NewLine}"),
                await VerbAsync("rotate"));
        }

        var (exit, output, error) = await VerbAsync("rotate");
        Assert.Equal((0, ""), (exit, error));
        var renewed = Regex.Match(output, @"^Column key 2 was made and seals everything: (\d+) values were sealed anew\.\s*$").Groups[1].Value;
        (exit, output, error) = await VerbAsync("list");
        Assert.Equal((0, ""), (exit, error));
        Assert.Matches($@"^ key  made +values\s+1  \d{{4}}-\d\d-\d\d +0\s+2  \d{{4}}-\d\d-\d\d +{renewed}  writes\s+The key that phones are looked up by is not among them: it is never changed\.\s*$", output);

        await using (var service = await StartAsync("a.pfx"))
        {
            await ReadsAsync(service, thread, before);
            Assert.Equal(1, await AuditedAsync(service));
            // The provider's stand-in counts its texts anew with each start, and this one must not pass for the first.
            using (await new SmsPatient(service, phone, The.ClinicNumber, null).Post(after, sid: $"SM{Guid.NewGuid():N}")) await service.Settled();
            await service.Store.Write(db => db.Values.Where(v => v.Key == "keys/column/1").ExecuteDeleteAsync());
        }

        await using (var service = await StartAsync("a.pfx"))
        {
            // The number is found by its hash, whose key stayed.
            Assert.Equal(thread, await new SmsPatient(service, phone, The.ClinicNumber, null).ConversationId());
            await ReadsAsync(service, thread, before);
            await ReadsAsync(service, thread, after);
        }

        SawNothingOf(before, after);
    }

    private Task<TestService> StartAsync(string certificate, string? previous = null) =>
        TestService.StartAsync(new TestSetup { Folder = house.Folder, OwnKeys = true, Args = [.. Present(certificate), .. previous is null ? [] : Previous(previous)] });

    private Task<(int Exit, string Out, string Error)> VerbAsync(string verb) => Verbs.RunAsync(
        ["keys", verb, "--environment=Development", $"--contentRoot={AppContext.BaseDirectory}", "--Simulator:Enabled=false",
            $"--ConnectionStrings:CommsBot=Data Source={house.File("commsbot.db")}", .. Present("a.pfx")]);

    private string[] Present(string certificate) => [$"--Security:KeyCertificate={house.Certificate(certificate)}", $"--Security:KeyCertificatePassword={Password}"];

    private string[] Previous(string certificate) => [$"--Security:PreviousKeyCertificate={house.Certificate(certificate)}", $"--Security:PreviousKeyCertificatePassword={Password}"];

    private static async Task ReadsAsync(TestService service, string conversation, string said) =>
        Assert.Contains(said, (await service.Reader.Activities(conversation)).Select(activity => (string?)activity["text"]));

    private static async Task<int> AuditedAsync(TestService service)
    {
        await using var db = service.Store.Read();
        return await db.Audit.CountAsync(e => e.Actor == "command-line" && e.Action == "keys.rotate" && e.Subject == "column/2" && e.ClinicId == The.Clinic);
    }

    private void SawNothingOf(params string[] planted)
    {
        foreach (var file in Directory.GetFiles(house.Folder, "commsbot.db*"))
            Assert.All(planted, words => Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(words)) < 0, $"\"{words}\" stands in {Path.GetFileName(file)}"));
    }
}
