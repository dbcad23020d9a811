using System.Net;
using System.Text;
using System.Text.Json;
using CommsBot.Tests.Clinics;

namespace CommsBot.Tests.Appointments;

public sealed class ImportTests : IAsyncLifetime
{
    private const string Header = "Appointment ID,First Name,Last Name,Mobile Phone,Date,Start Time,SMS Consent\n";
    private readonly AppointmentService service = new();

    public Task InitializeAsync() => service.InitializeAsync();

    public Task DisposeAsync() => service.DisposeAsync();

    private static byte[] Sample => File.ReadAllBytes(Path.Combine(TheClinic.Home, "tests", "CommsBot.Tests", "Samples", "appointments.csv"));

    [Fact]
    public async Task The_sample_of_forty_is_taken_over_and_every_bad_row_is_named()
    {
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
    }

    [Fact]
    public async Task The_same_table_again_changes_nothing()
    {
        await service.ImportRaw(Sample);
        var again = await AppointmentService.Json(await service.ImportRaw(Sample));

        Assert.Equal("refused 11, unchanged 29", Totals(again));
    }

    [Fact]
    public async Task A_dry_run_says_the_same_and_writes_nothing()
    {
        var report = await AppointmentService.Json(await service.ImportRaw(Sample, "?dryRun=true"));

        Assert.Equal("created 29, refused 11", Totals(report));
        Assert.True(report.GetProperty("dryRun").GetBoolean());
        Assert.Equal(HttpStatusCode.NotFound, (await service.Send(HttpMethod.Get, "/api/appointments/A-1001", AppointmentService.Key)).StatusCode);
    }

    [Fact]
    public async Task More_than_five_moves_stop_for_a_second_person()
    {
        string Table(string time) => Header + string.Concat(Enumerable.Range(1, 6).Select(n => $"M-{n},Pat,Number{n},713-555-014{n},2027-03-23,{time},yes\n"));
        await service.Import(Table("9:00 AM"));
        var stopped = await service.Import(Table("10:00 AM"));

        Assert.Equal("It would move or cancel 6 visits. Let a second person look, then import again as confirmed.", stopped.Word("stopped"));
        Assert.Equal("2027-03-23T09:00:00-05:00", (await service.Read("M-1")).Word("startsAt"));
        Assert.Equal("moved 6", Totals(await service.Import(Table("10:00 AM"), "?confirmed=true")));
        Assert.Equal("2027-03-23T10:00:00-05:00", (await service.Read("M-1")).Word("startsAt"));
    }

    [Fact]
    public async Task A_visit_the_table_no_longer_names_is_left_and_named()
    {
        await service.Import(Header + "K-1,Kim,Lee,713-555-0150,2027-03-23,9:00 AM,yes\nK-2,Kai,Lee,713-555-0151,2027-03-23,1:00 PM,yes\nK-3,Kay,Lee,713-555-0152,2027-03-24,9:00 AM,yes\n");
        var report = await service.Import(Header + "K-1,Kim,Lee,713-555-0150,2027-03-23,9:00 AM,yes\nK-3,Kay,Lee,713-555-0152,2027-03-24,9:00 AM,yes\n");

        Assert.Equal(["K-2"], report.GetProperty("missing").EnumerateArray().Select(id => id.GetString()!));
        Assert.Equal("booked", (await service.Read("K-2")).Word("status"));
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

    private static string Totals(JsonElement report) => string.Join(", ", report.GetProperty("totals").EnumerateObject().Select(total => $"{total.Name} {total.Value}"));

    private static string[] Refusals(JsonElement report) => [.. report.GetProperty("rows").EnumerateArray().Where(row => row.Word("outcome") == "refused")
        .Select(row => $"{row.GetProperty("row")} {row.Word("id")} {string.Join("; ", row.GetProperty("problems").EnumerateArray().Select(p => p.GetString()))}")];
}
