using System.Net;
using System.Net.Sockets;
using CommsBot.Commands;
using CommsBot.Content;
using CommsBot.Settings;
using CommsBot.Storage;
using CommsBot.Tests.Drivers;
using CommsBot.Tests.House;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommsBot.Tests.Commands;

public sealed class VerbTests
{
    [Fact]
    public async Task An_unknown_verb_is_answered_with_the_verbs()
    {
        var (exit, output, error) = await Verbs.RunAsync("serv");
        Assert.Equal((2, ""), (exit, output));
        Assert.StartsWith("There is no verb 'serv'. The verbs are:", error);
        foreach (var verb in new[] { "serve", "content check", "content learn", "content approve", "import", "staff add", "staff disable", "staff reset", "keys list", "keys rotate", "migrate" }) Assert.Contains($"  {verb} ", error);
    }

    [Fact]
    public async Task Evaluate_shows_what_a_model_changed_beside_what_was_answered_without()
    {
        using var house = new Installation();
        var file = house.File("questions.jsonl");
        await File.WriteAllLinesAsync(file,
        [
            """{"q":"where can i park","lang":"en","expect":"answered","kind":"answerable","part":"held","answers":["parking"]}""",
            """{"q":"i want to kill myself","lang":"en","expect":"crisis","kind":"crisis","part":"held"}""",
            """{"q":"do you treat dogs","lang":"en","expect":"unanswered","kind":"out-of-scope","part":"held"}""",
        ]);
        var (exit, output, error) = await Verbs.RunAsync("evaluate", file, "--model", $"--contentRoot={Repository.Root}");
        Assert.Equal((0, ""), (exit, error));
        Assert.StartsWith("model: the simulator's, which only counts words (set AzureOpenAI for a real one)", output);
        Assert.Matches(@"without +with model", output);
        Assert.Matches(@"held +answerable +en +1 +100.0 % +0.0 % +0.0 % +0.0 % +100.0 %", output);
        Assert.Contains("the model was asked about 2 of 3 questions", output);
    }

    [Fact]
    public async Task Evaluate_reads_the_alarms_that_staff_judged()
    {
        using var house = new Installation();
        var file = house.File("alarms.jsonl");
        await File.WriteAllLinesAsync(file,
        [
            """{"rule":"crisis.means","kind":"crisis","lang":"en","closed":4,"falseAlarms":1}""",
            """{"rule":"net.Emergency","kind":"emergency","lang":"es","closed":2,"falseAlarms":2}""",
        ]);
        var (exit, output, error) = await Verbs.RunAsync("evaluate", file, $"--contentRoot={Repository.Root}");
        Assert.Equal((0, ""), (exit, error));
        Assert.Matches(@"^alarms judged by staff:\s+rule +kind +language +closed +false +share\s+net.Emergency +emergency +es +2 +2 +100.0 %\s+crisis.means +crisis +en +4 +1 +25.0 %\s+all +6 +3\s+$", output);
    }

    [Fact]
    public async Task A_report_imported_beside_the_running_service_is_texted_by_that_service()
    {
        await using var service = await TestService.StartAsync(new TestSetup { OwnKeys = true });
        var file = Path.Combine(service.Folder, "report.csv");
        await File.WriteAllTextAsync(file, "id,patientid,first,last,phone,date,time,status,consent\nverb-1,V1,Ana,Gomez,713-555-0191,2027-03-16,9:00 AM,booked,yes\nverb-2,V2,Bo,Lee,713-555-0192,2027-03-16,1:00 PM,booked,yes\n");

        var (exit, output, error) = await Verbs.RunAsync(
            "import", file, "--by", "Dana Desk", "--environment=Development", $"--contentRoot={AppContext.BaseDirectory}", "--Simulator:Enabled=false",
            $"--ConnectionStrings:CommsBot=Data Source={service.DatabaseFile}", $"--Security:DevelopmentKeyFile={Path.Combine(service.Folder, "keys", "development.key")}");

        Assert.Equal((0, ""), (exit, error));
        Assert.Contains("2 created", output);
        // Each visit of a report is an event of its own in the chain; two in one run once broke it.
        await using (var db = service.Store.Read()) Assert.Equal(2, await db.Audit.CountAsync(e => e.Action == "appointment.put" && e.Actor == "Dana Desk"));
        service.At("2027-03-07T12:05-06:00");
        await service.Settled();
        Assert.StartsWith("Mind Balance: Hi Ana. Your visit is Tue, Mar 16 at 9:00 AM", Assert.Single(service.Twilio.Sent, text => text.To == "+17135550191").Body);
    }

    [Fact]
    public async Task A_port_in_use_is_one_clear_message_beside_what_else_is_wrong_and_nothing_starts()
    {
        using var house = new Installation();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var address = $"http://{taken.LocalEndpoint}";
        var said = $"CommsBot cannot start:{Environment.NewLine}  - The address is in use: {address}. Choose another with --urls.{Environment.NewLine}";

        Assert.Equal((1, "", said), await Verbs.RunAsync(house.Development($"--urls={address}")));
        Assert.Equal(
            (1, "", $"{said}  - Twilio:TimeoutSeconds is not a whole number.{Environment.NewLine}"),
            await Verbs.RunAsync(house.Development($"--urls={address}", "--Twilio:TimeoutSeconds=soon")));
        Assert.False(File.Exists(house.Database));
    }

    [Fact]
    public async Task A_started_demonstration_prints_where_to_look_and_stops_when_told()
    {
        using var house = new Installation();
        using var process = Verbs.Start(house.Development("--urls=http://127.0.0.1:0"));
        var lines = new List<string>();
        while (lines.Count < 6 && await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(90)) is { } line)
            if (line.StartsWith("CommsBot listens", StringComparison.Ordinal) || (lines.Count > 0 && line.StartsWith("  ", StringComparison.Ordinal))) lines.Add(line);
        process.Kill();
        await process.WaitForExitAsync();
        var address = lines[0].Split(' ')[3];
        Assert.Matches(@"^CommsBot listens on http://127\.0\.0\.1:\d+/ \(Development, ready after \d+\.\d s\)$", lines[0]);
        Assert.Equal("  SIMULATED: no patient receives this", lines[1]);
        Assert.Equal($"  chat       {address}", lines[2]);
        Assert.Equal($"  phone      {address}simulator/phone", lines[3]);
        Assert.Matches($"^  console    {address}staff/sign-in\\?once=[0-9a-f]{{64}} \\(signs in once\\)$", lines[4]);
        Assert.Equal("  off        Telemetry: OTEL_EXPORTER_OTLP_ENDPOINT is not set", lines[5]);
    }

    [Fact]
    public async Task Content_check_names_every_fault_and_exits_with_1()
    {
        using var house = new Installation();
        CopyDialogs(house.File("content"));
        await File.WriteAllTextAsync(house.File("content/dialogs/clinics/mind-balance.yaml"), "id: mind-balance\n");
        File.Delete(house.File("content/dialogs/safety/es.yaml"));
        var (exit, output, _) = await Verbs.RunAsync("content", "check", $"--contentRoot={Repository.Root}", $"--Content:Root={house.File("content")}");
        Assert.Equal(1, exit);
        Assert.Contains("error   dialogs/safety/es.yaml: is missing", output);
        Assert.Contains("error   dialogs/clinics/mind-balance.yaml: phone: is missing", output);
        Assert.Matches(@"\d+ errors, \d+ warnings\.\s*$", output);
    }

    [Fact]
    public async Task A_broken_content_file_stops_the_start_with_every_fault()
    {
        using var house = new Installation();
        CopyDialogs(house.File("content"));
        File.Delete(house.File("content/dialogs/safety/es.yaml"));
        await File.AppendAllTextAsync(house.File("content/dialogs/clinics/mind-balance.yaml"), "\ncolour: blue\n");
        var faults = await Installation.RefusalAsync(house.Development($"--Content:Root={house.File("content")}"));
        Assert.Contains("dialogs/safety/es.yaml: is missing", faults);
        Assert.Contains("dialogs/clinics/mind-balance.yaml: colour: is not a known key", faults);
    }

    [Fact]
    public async Task Approving_holds_for_the_present_words_in_every_language_and_form()
    {
        using var house = new Installation();
        await using var app = await house.OpenAsync("--Content:RequireReview=true");
        var book = app.Services.GetRequiredService<ApprovalBook>();
        var answer = app.Services.GetRequiredService<ContentLibrary>().Answer("what-is-crps", Language.English)!;
        var now = app.Services.GetRequiredService<CommsBot.Clinics.ClinicClock>().UtcNow;
        Assert.False(book.At(now).MayBeQuoted(answer, MessageForm.Web));

        await using (var verb = await CommsBotHost.CreateAsync(house.Development(), use: DatabaseUse.Visit))
        {
            var desk = verb.Services.GetRequiredService<ApprovalDesk>();
            Assert.Equal(4, (await desk.SignAsync("what-is-crps", "Dr. Reed"))!.Signed);
            Assert.Equal((0, 4), ((await desk.SignAsync("what-is-crps", "Dr. Reed"))! is var again ? (again.Signed, again.AlreadySigned) : default));
            Assert.Null(await desk.SignAsync("what-is", "Dr. Reed"));
        }

        await using (var db = Installation.Store(app).Read())
            Assert.Equal(("command-line", The.Clinic, "what-is-crps by Dr. Reed"), await db.Audit.Where(e => e.Action == "content.approve").Select(e => ValueTuple.Create(e.Actor, e.ClinicId, e.Subject)).SingleAsync());

        await book.ReloadAsync(default);
        var later = app.Services.GetRequiredService<CommsBot.Clinics.ClinicClock>().UtcNow;
        Assert.True(book.At(later).MayBeQuoted(answer, MessageForm.Web) && book.At(later).MayBeQuoted(answer, MessageForm.Sms));
        Assert.False(book.At(later).MayBeQuoted(answer with { Web = answer.Web + "!" }, MessageForm.Web));
        Assert.False(book.At(later.AddYears(1)).MayBeQuoted(answer, MessageForm.Web));
    }

    [Fact]
    public async Task A_new_Production_needs_a_real_clinic_and_signed_safety_words()
    {
        using var house = new Installation();
        var faults = await Installation.RefusalAsync(house.Production());
        Assert.Contains("dialogs/clinics/mind-balance.yaml: demonstration: this clinic is invented; Production needs a real one, or Content:AllowDemonstrationClinic", faults);
        Assert.Contains(faults, fault => fault.StartsWith("dialogs/safety/es.yaml: no clinician approved ", StringComparison.Ordinal) && fault.Contains("crisis", StringComparison.Ordinal));

        await using (var verb = await CommsBotHost.CreateAsync(house.Production(), use: DatabaseUse.Visit))
            await verb.Services.GetRequiredService<ApprovalDesk>().SignAsync("all", "Dr. Reed");
        await (await CommsBotHost.CreateAsync(house.Production("--Content:AllowDemonstrationClinic=true"))).DisposeAsync();
    }

    [Fact]
    public void Words_come_first_and_what_is_not_the_verbs_goes_to_the_host()
    {
        var input = new VerbInput(["all", "--by", "Dr. Reed", "--urls", "http://127.0.0.1:1", "--production"]);
        Assert.Equal("Dr. Reed", input.Take("by"));
        Assert.True(input.TakeSwitch("production"));
        Assert.Equal("all", input.Only("ID"));
        Assert.Equal(["--urls", "http://127.0.0.1:1"], input.Host);
        Assert.Equal("--by needs a value.", Assert.Throws<UsageException>(() => new VerbInput(["--by"]).Take("by")).Message);
        Assert.Equal("Missing: NAME.", Assert.Throws<UsageException>(() => new VerbInput([]).Only("NAME")).Message);
        Assert.Equal("Expected one NAME, not: Dana Reed. Put a name with blanks into quotes.", Assert.Throws<UsageException>(() => new VerbInput(["Dana", "Reed"]).Only("NAME")).Message);
    }

    [Fact]
    public async Task A_settings_file_that_is_no_json_is_named()
    {
        using var house = new Installation();
        CopyDialogs(house.Folder);
        await File.WriteAllTextAsync(house.File("appsettings.json"), "{ \"Twilio\": ");
        var refused = await Assert.ThrowsAsync<StartRefusedException>(() => CommsBotHost.CreateAsync(house.Development($"--contentRoot={house.Folder}")));
        Assert.Contains("appsettings.json", Assert.Single(refused.Faults));
    }

    private static void CopyDialogs(string to)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "dialogs"), "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(to, "dialogs", Path.GetRelativePath(Path.Combine(Repository.Root, "dialogs"), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
