using System.Net;
using System.Text;
using System.Text.Json;
using CommsBot.Appointments;
using CommsBot.Clinics;
using CommsBot.Handoff;
using CommsBot.Staff;
using CommsBot.Tests.Clinics;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Appointments;

public sealed class ImportTests : IAsyncLifetime
{
    private const string Header = "Appointment ID,First Name,Last Name,Mobile Phone,Date,Start Time,SMS Consent\n";
    private readonly AppointmentService service = new();

    public Task InitializeAsync() => service.InitializeAsync();

    public Task DisposeAsync() => service.DisposeAsync();

    private static byte[] Sample => File.ReadAllBytes(Path.Combine(TheClinic.Home, "tests", "CommsBot.Tests", "Samples", "appointments.csv"));

    [Fact]
    public async Task A_Canadian_number_is_refused_in_plain_words()
    {
        var report = await service.Import(Header + "CA-1,Cleo,Lee,(416) 555-0142,2027-03-23,9:00 AM,yes\n");
        Assert.Equal(["2 CA-1 patient.phone: is a Canadian number; this clinic texts US numbers only"], Refusals(report));
    }

    [Theory]
    [InlineData("Arrived", "booked")]
    [InlineData("Checked In", "booked")]
    [InlineData("Checked Out", "fulfilled")]
    public async Task Who_has_arrived_is_not_over_yet(string written, string status)
    {
        var id = $"here-{written.Replace(" ", "")}";
        service.GoTo("2027-03-08 09:00");
        await service.Put(id, AppointmentService.Ana("2027-03-08T10:00:00-06:00", "(713) 555-0331"));
        service.GoTo("2027-03-08 10:05");
        await service.Import($"id,patient id,first name,last name,phone,start,status\n{id},P0331,Ana,Gomez,(713) 555-0331,2027-03-08 10:00,{written}\n");
        Assert.Equal(status, (await service.Read(id)).Word("status"));
        service.GoTo("2027-03-08 09:00");
    }

    [Fact]
    public async Task The_sample_of_forty_is_tried_taken_over_with_every_bad_row_named_and_unchanged_the_second_time()
    {
        var tried = await AppointmentService.Json(await service.ImportRaw(Sample, "?dryRun=true"));
        Assert.Equal(("created 29, refused 11", true), (Totals(tried), tried.GetProperty("dryRun").GetBoolean()));
        Assert.Equal(HttpStatusCode.NotFound, (await service.Send(HttpMethod.Get, "/api/appointments/A-1001", AppointmentService.Key)).StatusCode);
        var report = await AppointmentService.Json(await service.ImportRaw(Sample));

        Assert.Equal(40, report.GetProperty("rows").GetArrayLength());
        Assert.Equal("created 29, refused 11", Totals(report));
        Assert.Equal(
            [
                "15 A-1014 patient.phone: was damaged by a spreadsheet; format the column as text and export again",
                "16 A-1015 patient.phone: is no US number that can receive texts",
                "17 A-1016 startsAt: the date cannot be read; use 2027-03-16 or 3/16/2027",
                "19 A-1018 patient.firstName: is missing",
                "21 A-1019 id: stands already in row 20",
                "27 A-1026 startsAt: falls into the hour that is skipped when clocks go forward",
                "29 A-1028 startsAt: the time cannot be read; use 9:00 AM or 09:00",
                "34 A-1033 patient.language: must be en or es",
                "35 A-1034 startsAt: lies in the past; a booked visit must lie ahead",
                "37 A-1036 patient.phone: is no US number that can receive texts",
                "41 A-1040 consent: must be yes or no",
            ],
            Refusals(report));

        var monday = await service.Read("A-1024");
        Assert.Equal("2027-03-15T08:00:00-05:00", monday.Word("startsAt"));
        Assert.Equal("es", monday.Message("fasting").Word("language"));
        Assert.Equal("cancelled", (await service.Read("A-1021")).Word("status"));
        Assert.Equal(["no-consent"], (await service.Read("A-1009")).Tasks());
        Assert.Equal(["minor"], (await service.Read("A-1030")).Tasks());
        Assert.Equal("cleared", (await service.Read("A-1006")).GetProperty("healthScreen").Word("state"));

        Assert.Equal("refused 11, unchanged 29", Totals(await AppointmentService.Json(await service.ImportRaw(Sample))));
    }

    [Fact]
    public async Task More_than_five_moves_stop_for_a_second_person()
    {
        string Table(string time) => Header + string.Concat(Enumerable.Range(1, 6).Select(n => $"M-{n},Pat,Number{n},713-555-014{n},2027-03-23,{time},yes\n"));
        await service.Import(Table("9:00 AM"));
        var stopped = await service.Import(Table("10:00 AM"));

        Assert.Equal(
            "It would move or cancel 6 visits. Let a second person look at the dry run, then import it again with that person's name as confirmed by.",
            stopped.Word("stopped"));
        Assert.Equal("2027-03-23T09:00:00-05:00", (await service.Read("M-1")).Word("startsAt"));
        await Hire("Dana Example");
        Assert.Equal("moved 6", Totals(await service.Import(Table("10:00 AM"), "?confirmedBy=dana%20example")));
        Assert.Equal("2027-03-23T10:00:00-05:00", (await service.Read("M-1")).Word("startsAt"));
        await using var db = service.Store.Read();
        var log = await db.Audit.Where(e => e.Action.StartsWith("import.")).OrderBy(e => e.Id).Select(e => $"{e.Action} {e.Actor}").ToListAsync();
        Assert.Equal(["import.stopped key:ehr", "import.confirmed dana example"], log);
    }

    [Theory]
    [InlineData("CXL", "booked", "713-555-015", "cancelled", "713-555-015", "It would move or cancel 6 visits.")]
    [InlineData("TEL", "booked", "713-555-016", "booked", "713-555-017", "It would change the phone of 6 known patients.")]
    public async Task More_than_five_cancellations_or_changed_phones_stop_too(string id, string was, string phoneWas, string becomes, string phoneBecomes, string why)
    {
        string Table(string status, string phone) => "id,patientid,first,last,phone,date,time,status,consent\n"
            + string.Concat(Enumerable.Range(1, 6).Select(n => $"{id}-{n},{id}{n},Pat,Number{n},{phone}{n},2027-03-24,9:00 AM,{status},yes\n"));
        await service.Import(Table(was, phoneWas));

        Assert.StartsWith(why, (await service.Import(Table(becomes, phoneBecomes))).Word("stopped"));
        var kept = await service.Read($"{id}-1");
        Assert.Equal(("booked", $"+1{phoneWas.Replace("-", "")}1"), (kept.Word("status"), kept.GetProperty("patient").Word("phone")));
    }

    [Theory]
    [InlineData("fulfilled")]
    [InlineData("noshow")]
    public async Task A_shifted_status_column_that_ends_coming_visits_stops_and_ends_none(string status)
    {
        string Table(string now) => "id,patientid,first,last,phone,date,time,status,consent\n"
            + string.Concat(Enumerable.Range(1, 6).Select(n => $"END-{n},END{n},Pat,Number{n},713-555-018{n},2027-03-24,9:00 AM,{now},yes\n"));
        await service.Import(Table("booked"));

        Assert.StartsWith("It would move, cancel or end 6 visits that lie ahead.", (await service.Import(Table(status))).Word("stopped"));
        await Hire("Dana Example");
        var report = await service.Import(Table(status), "?confirmedBy=dana%20example");
        Assert.Equal("refused 6", Totals(report));
        Assert.Contains("2 END-1 status: cannot be over yet: the visit lies ahead", Refusals(report));
        var kept = await service.Read("END-1");
        Assert.Equal("booked", kept.Word("status"));
        Assert.NotEmpty(kept.Steps("planned"));
    }

    [Fact]
    public async Task A_shifted_phone_column_stops_a_report_without_numbers_of_patients_too()
    {
        string Table(string phone) => Header + string.Concat(Enumerable.Range(1, 6).Select(n => $"SH-{n},Pat,Number{n},{phone}{n},2027-03-24,9:00 AM,yes\n"));
        await service.Import(Table("713-555-018"));

        Assert.StartsWith("It would change the phone of 6 known patients.", (await service.Import(Table("713-555-019"))).Word("stopped"));
        Assert.Equal("+17135550181", (await service.Read("SH-1")).GetProperty("patient").Word("phone"));
    }

    [Fact]
    public async Task A_yes_without_a_date_is_recorded_once_and_undoes_no_withdrawal()
    {
        string Table(string time) => $"{Header}U-1,Uma,Lee,713-555-0110,2027-03-23,{time},yes\n";
        Assert.Equal("created 1", Totals(await service.Import(Table("9:00 AM"))));
        Assert.NotEmpty((await service.Read("U-1")).Steps("planned"));
        var withdrawn = new { phone = "713-555-0110", purpose = "preparation", granted = false, text = "No reminders please.", method = "phone" };
        Assert.Equal(HttpStatusCode.Created, (await service.Act("/api/consents", withdrawn, AppointmentService.Key)).Status);
        service.GoTo("2027-03-09 09:00");

        Assert.Equal("unchanged 1", Totals(await service.Import(Table("9:00 AM"))));
        Assert.Empty((await service.Read("U-1")).Steps("planned"));
        Assert.Equal("moved 1", Totals(await service.Import(Table("10:00 AM"))));
        Assert.Empty((await service.Read("U-1")).Steps("planned"));
        await using var db = service.Store.Read();
        Assert.Equal(TheClinic.Chicago("2027-03-08 09:00"), await db.Patients.Where(p => p.PhoneHash == db.Cipher.LookUpHash("+17135550110")).Select(p => p.PhoneConfirmedAt).SingleAsync());
    }

    [Fact]
    public async Task Numbers_that_a_spreadsheet_damaged_make_no_two_people_one()
    {
        const string header = "id,patientid,first,last,phone,date,time,consent\n";
        var report = await service.Import(header
            + "N-1,1.23457E+11,Nia,Lee,713-555-0191,2027-03-23,9:00 AM,yes\nN-2,1.23457E+11,Noa,Park,713-555-0192,2027-03-24,9:00 AM,yes\n2.5E+10,P-3,Ned,Cole,713-555-0193,2027-03-25,9:00 AM,yes\nN-4,1E5,Nell,Ray,713-555-0194,2027-03-26,9:00 AM,yes\n");

        const string damaged = "was damaged by a spreadsheet; format the column as text and export again";
        Assert.Equal([$"2 N-1 patient.id: {damaged}", $"3 N-2 patient.id: {damaged}", $"4 2.5E+10 id: {damaged}"], Refusals(report));
        Assert.Equal("created 1, refused 3", Totals(report));
    }

    [Fact]
    public async Task Only_another_person_of_the_clinic_lets_the_very_same_report_through()
    {
        string Table(string time) => Header + string.Concat(Enumerable.Range(1, 6).Select(n => $"S-{n},Pat,Number{n},713-555-014{n},2027-03-23,{time},yes\n"));
        await service.Import(Table("9:00 AM"));
        await Hire("Dana Example");
        await Hire("Kim Gone", disabled: true);
        var clinic = service.Get<ClinicDirectory>().Find(AppointmentService.Clinic)!;
        async Task<string?> Stopped(string by, string? confirmedBy, string time = "10:00 AM") => (await service.Get<AppointmentImport>().RunAsync(
            new ImportRequest(clinic, Encoding.UTF8.GetBytes(Table(time)), new Writer(by, "import"), ConfirmedBy: confirmedBy), CancellationToken.None)).Stopped;

        Assert.EndsWith("This report did not stop before, or over a day ago: import it once without a confirmation, then let a second person look.", await Stopped("import", "Dana Example"));
        Assert.NotNull(await Stopped("Dana Example", null));
        Assert.EndsWith("dana example brought it in; somebody else must look.", await Stopped("import", "dana example"));
        Assert.EndsWith("'Kim Gone' is nobody who may act for this clinic.", await Stopped("import", "Kim Gone"));
        Assert.EndsWith("'Nobody' is nobody who may act for this clinic.", await Stopped("import", "Nobody"));
        Assert.Contains("did not stop before", await Stopped("import", "Dana Example", "11:00 AM"));
        Assert.Equal("2027-03-23T09:00:00-05:00", (await service.Read("S-1")).Word("startsAt"));
    }

    [Fact]
    public async Task Who_is_signed_in_lets_a_stopped_report_through_and_a_keys_own_name_does_not()
    {
        string Table(string time) => Header + string.Concat(Enumerable.Range(1, 6).Select(n => $"T-{n},Pat,Number{n},713-555-036{n},2027-03-23,{time},yes\n"));
        await service.Import(Table("9:00 AM"));
        await Hire("ehr");
        await Hire("Dana Example");
        Assert.NotEqual(System.Text.Json.JsonValueKind.Null, (await service.Import(Table("10:00 AM"))).GetProperty("stopped").ValueKind);
        Assert.EndsWith("'ehr' is the key's own name; a person must look.", (await service.Import(Table("10:00 AM"), "?confirmedBy=ehr")).Word("stopped"));

        var report = await StoppedReportAsync(Table("10:00 AM"));
        var second = service.Get<SecondPerson>();
        Assert.Equal("This clinic is not yours.", await second.ConfirmAsync(new DeskPerson("Dana Example", ["elsewhere"]), AppointmentService.Clinic, report));
        Assert.Equal("'Nobody' is nobody who may act for this clinic.", await second.ConfirmAsync(new DeskPerson("Nobody", [AppointmentService.Clinic]), AppointmentService.Clinic, report));
        Assert.Equal("ehr brought it in; somebody else must look.", await second.ConfirmAsync(new DeskPerson("ehr", [AppointmentService.Clinic]), AppointmentService.Clinic, report));
        Assert.Null(await second.ConfirmAsync(new DeskPerson("Dana Example", [AppointmentService.Clinic]), AppointmentService.Clinic, report));
        Assert.Equal("moved 6", Totals(await service.Import(Table("10:00 AM"))));
        Assert.NotEqual(System.Text.Json.JsonValueKind.Null, (await service.Import(Table("11:00 AM"))).GetProperty("stopped").ValueKind);
    }

    /// <summary>What the ticket of the stop names for whoever confirms it.</summary>
    private async Task<string> StoppedReportAsync(string table)
    {
        var report = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(table)));
        await using var db = service.Store.Read();
        var ticket = await db.Handoffs.SingleAsync(h => h.Kind == HandoffKind.Technical && h.Reason == $"import-stopped-{report.Substring(0, 8)}");
        Assert.Equal("It would move or cancel 6 visits.", Packet.ValueOf(Packet.Read(ticket.Summary), "What"));
        return Packet.ValueOf(Packet.Read(ticket.Summary), SecondPerson.Report)!;
    }

    [Fact]
    public async Task A_day_with_more_than_twice_the_usual_visits_stops()
    {
        string Day(string prefix, string day, int visits) => string.Concat(Enumerable.Range(0, visits).Select(n => $"{prefix}-{n},Pat,Number{n},713-555-01{n + 20},{day},9:00 AM,yes\n"));
        await service.Import(Header + string.Concat(Enumerable.Range(15, 5).Select(d => Day($"D{d}", $"2027-03-{d}", 3))));
        var stopped = await service.Import(Header + Day("X", "2027-03-23", 11));

        Assert.StartsWith("It would bring 11 visits on 2027-03-23, more than twice the usual 3.", stopped.Word("stopped"));
        Assert.Equal(HttpStatusCode.NotFound, (await service.Send(HttpMethod.Get, "/api/appointments/X-1", AppointmentService.Key)).StatusCode);
        Assert.Equal("created 10", Totals(await service.Import(Header + Day("Y", "2027-03-23", 10))));
    }

    [Fact]
    public async Task A_report_whose_columns_have_names_of_their_own_is_read_by_the_clinics_mapping()
    {
        var clinic = service.Get<ClinicDirectory>().Find(AppointmentService.Clinic)! with
        {
            ImportColumns = new Dictionary<string, string> { ["id"] = "Slot", ["patient.phone"] = "Handset", ["start"] = "When" },
        };
        Task<ImportReport> Run(string table) => service.Get<AppointmentImport>().RunAsync(
            new ImportRequest(clinic, Encoding.UTF8.GetBytes(table), new Writer("import", "import")), CancellationToken.None);

        var report = await Run("ID,Slot,Name,Phone,Handset,Date,Time,When\nwrong,C-1,Kim Lee,713-555-0199,713-555-0150,2027-03-30,8:00 AM,3/23/2027 9:00 AM\n");
        Assert.Equal(("created", "C-1"), (report.Rows[0].Outcome, report.Rows[0].Id));
        var view = await service.Read("C-1");
        Assert.Equal("2027-03-23T09:00:00-05:00", view.Word("startsAt"));
        Assert.Equal("+17135550150", view.GetProperty("patient").Word("phone"));
        Assert.Equal(
            "The header has no column for: patient.phone ('Handset' in the clinic's file).",
            (await Run("Slot,Name,Phone,When\nC-2,Kim Lee,713-555-0199,3/23/2027 9:00 AM\n")).Unreadable);
    }

    [Fact]
    public async Task A_visit_the_table_no_longer_names_is_left_and_named()
    {
        await service.Import(Header + "K-1,Kim,Lee,713-555-0150,2027-03-23,9:00 AM,yes\nK-2,Kai,Lee,713-555-0151,2027-03-23,1:00 PM,yes\nK-3,Kay,Lee,713-555-0152,2027-03-24,9:00 AM,yes\n");
        var report = await service.Import(Header + "K-1,Kim,Lee,713-555-0150,2027-03-23,9:00 AM,yes\nK-3,Kay,Lee,713-555-0152,2027-03-24,9:00 AM,yes\n");

        Assert.Equal(["K-2"], report.GetProperty("missing").EnumerateArray().Select(id => id.GetString()!));
        var left = await service.Read("K-2");
        Assert.Equal("booked", left.Word("status"));
        Assert.Contains(left.GetProperty("tasks").EnumerateArray(), task => task.GetRawText().Contains("Is it still on? It stays booked until somebody cancels or moves it."));
        await service.Import(Header + "K-1,Kim,Lee,713-555-0150,2027-03-23,9:00 AM,yes\nK-3,Kay,Lee,713-555-0152,2027-03-24,9:00 AM,yes\n");
        Assert.Single((await service.Read("K-2")).Tasks());
    }

    [Theory]
    [InlineData("L-1")]
    [InlineData("L-3")]
    public async Task The_first_and_the_last_visit_of_a_days_report_are_missed_too(string dropped)
    {
        string[] rows = ["L-1,Kim,Lee,713-555-0150,2027-03-23,9:00 AM,yes\n", "L-2,Kai,Lee,713-555-0151,2027-03-23,11:00 AM,yes\n", "L-3,Kay,Lee,713-555-0152,2027-03-23,1:00 PM,yes\n"];
        await service.Import(Header + string.Concat(rows) + "L-4,Kit,Lee,713-555-0153,2027-03-24,9:00 AM,yes\n");

        var report = await service.Import(Header + string.Concat(rows.Where(row => !row.StartsWith(dropped, StringComparison.Ordinal))));

        Assert.Equal([dropped], report.GetProperty("missing").EnumerateArray().Select(id => id.GetString()!));
    }

    [Fact]
    public async Task Old_spreadsheets_other_names_of_columns_and_semicolons_are_read()
    {
        var table = "Appt ID;Patient Name;Cell Phone;Start\nW-1;\"Peña, José\";7135550160;3/23/2027 14:30\n";
        using var answer = await service.ImportRaw(CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes(table));
        Assert.Equal("created 1", Totals(await AppointmentService.Json(answer)));
        var view = await service.Read("W-1");
        Assert.Equal("José", view.GetProperty("patient").Word("firstName"));
        Assert.Equal("2027-03-23T14:30:00-05:00", view.Word("startsAt"));
    }

    [Theory]
    [InlineData("", "The table is empty.")]
    [InlineData("a,b\n1,2\n", "The header has no column for: appointment id, first name, mobile phone, start date and time.")]
    [InlineData("PK\u0003\u0004\0\0", "This is not a CSV table; save the spreadsheet as CSV (UTF-8).")]
    public async Task A_table_that_cannot_be_read_is_refused_whole(string table, string why)
    {
        using var answer = await service.ImportRaw(Encoding.UTF8.GetBytes(table));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(why, (await AppointmentService.Json(answer)).Word("detail"));
    }

    private Task Hire(string name, bool disabled = false) => service.Store.Write(db =>
    {
        var person = StaffPeople.New(name, [AppointmentService.Clinic], "nurse");
        person.Disabled = disabled;
        db.Users.Add(person);
        return Task.CompletedTask;
    });

    private static string Totals(JsonElement report) => string.Join(", ", report.GetProperty("totals").EnumerateObject().Select(total => $"{total.Name} {total.Value}"));

    private static string[] Refusals(JsonElement report) => [.. report.GetProperty("rows").EnumerateArray().Where(row => row.Word("outcome") == "refused")
        .Select(row => $"{row.GetProperty("row")} {row.Word("id")} {string.Join("; ", row.GetProperty("problems").EnumerateArray().Select(p => p.GetString()))}")];
}
