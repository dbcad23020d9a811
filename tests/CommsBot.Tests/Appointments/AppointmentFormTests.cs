using CommsBot.Appointments;
using CommsBot.Consent;
using CommsBot.Handoff;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Tests.Appointments;

/// <summary>One appointment typed at the desk.</summary>
public sealed class AppointmentFormTests(AppointmentService service) : IClassFixture<AppointmentService>
{
    private static readonly AppointmentFields Typed = new(null, "Ana", "Gomez", "713-555-0161", "3/16/2027", "9 am")
    {
        Language = "en",
        ConsentWords = "May we text you about your visits?",
        ConsentMethod = "in-person",
    };

    [Fact]
    public async Task What_is_typed_becomes_a_visit_with_its_plan_and_the_consent_said_at_the_desk()
    {
        var saved = await SaveAsync(Typed);

        Assert.Equal((true, PutOutcome.Created), (saved.IsDone, saved.Outcome!.Value));
        var view = await service.Read(saved.Id!);
        Assert.Equal("2027-03-16T09:00:00-05:00", view.Word("startsAt"));
        Assert.True(view.GetProperty("consent").GetBoolean());
        Assert.NotEmpty(view.Steps("planned"));

        var moved = await SaveAsync(Typed with { Id = saved.Id, Date = "2027-03-17", Time = "13:30" });
        Assert.Equal((saved.Id, PutOutcome.Moved), (moved.Id, moved.Outcome!.Value));
        Assert.Equal("2027-03-17T13:30:00-05:00", (await service.Read(saved.Id!)).Word("startsAt"));
    }

    [Theory]
    [InlineData("Ana", "713-555-0161", "16/3/2027", "9 am", "startsAt")]
    [InlineData("Ana", "713-555-0161", "3/16/2027", "later", "startsAt")]
    [InlineData("Ana", "713-555-0161", "3/14/2027", "2:30 AM", "startsAt")]
    [InlineData("Ana", "713-555-0161", "3/1/2027", "9:00 AM", "startsAt")]
    [InlineData("Ana", "800-555-0161", "3/16/2027", "9:00 AM", "patient.phone")]
    [InlineData("", "713-555-0161", "3/16/2027", "9:00 AM", "patient.firstName")]
    public async Task A_fault_is_named_by_its_field_and_nothing_is_written(string first, string phone, string date, string time, string field)
    {
        var refused = await SaveAsync(Typed with { Id = "form-fault", FirstName = first, Phone = phone, Date = date, Time = time });

        Assert.False(refused.IsDone);
        Assert.Contains(field, refused.Faults.Keys);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await service.Send(HttpMethod.Get, "/api/appointments/form-fault", AppointmentService.Key)).StatusCode);
    }

    [Fact]
    public async Task Who_may_not_act_for_the_clinic_writes_nothing()
    {
        Assert.Contains("clinic", (await service.Get<AppointmentForm>().SaveAsync(new DeskPerson("Nobody", [AppointmentService.Clinic]), AppointmentService.Clinic, Typed)).Faults.Keys);
        Assert.Contains("clinic", (await service.Get<AppointmentForm>().SaveAsync(await service.Dana(), "elsewhere", Typed)).Faults.Keys);
    }

    [Fact]
    public async Task Consent_entered_at_the_desk_lets_go_what_waited_and_a_withdrawal_moves_it_to_the_call_list()
    {
        var saved = await SaveAsync(Typed with { Phone = "713-555-0162", ConsentWords = null });
        Assert.Empty((await service.Read(saved.Id!)).Steps("planned"));
        var desk = service.Get<ConsentDesk>();
        var dana = await service.Dana();

        Assert.Null(await desk.EnterAsync(dana, AppointmentService.Clinic, "713-555-0162", ConsentPurpose.Preparation, true, "Said yes on the phone.", "phone"));
        Assert.NotEmpty((await service.Read(saved.Id!)).Steps("planned"));

        Assert.Null(await desk.EnterAsync(dana, AppointmentService.Clinic, "713-555-0162", ConsentPurpose.All, false, "Please no texts.", "phone"));
        var silent = await service.Read(saved.Id!);
        Assert.Empty(silent.Steps("planned"));
        Assert.NotEmpty(silent.Tasks());

        // Opting in again restores what was given, preparation, and nothing that never was.
        Assert.Null(await desk.EnterAsync(dana, AppointmentService.Clinic, "713-555-0162", ConsentPurpose.All, true, "Texts are fine again.", "phone"));
        Assert.NotEmpty((await service.Read(saved.Id!)).Steps("planned"));
        await using var db = service.Store.Read();
        var state = await ConsentLedger.StateOf(db, AppointmentService.Clinic, db.Cipher.LookUpHash("+17135550162"));
        Assert.Equal((true, false, false), (state.Allows(ConsentPurpose.Preparation), state.Allows(ConsentPurpose.Booking), state.Allows(ConsentPurpose.CheckIn)));
    }

    [Fact]
    public async Task A_second_visit_of_the_same_patient_that_day_is_refused_and_another_day_is_not()
    {
        var typed = Typed with { Phone = "713-555-0164" };
        var first = await SaveAsync(typed);
        var again = await SaveAsync(typed with { Time = "2 pm" });

        Assert.Equal(["cannot be booked: this patient has a visit that day already, at 9:00 AM; change that one"], again.Faults["startsAt"]);
        Assert.True((await SaveAsync(typed with { Date = "3/18/2027" })).IsDone);
        // A brother on the same phone may come the same day, and the visit itself may move within it.
        Assert.True((await SaveAsync(typed with { FirstName = "Luis", Time = "2 pm" })).IsDone);
        Assert.Equal(PutOutcome.Moved, (await SaveAsync(typed with { Id = first.Id, Time = "3 pm" })).Outcome);
    }

    [Fact]
    public async Task A_report_that_names_a_visit_typed_at_the_desk_makes_it_one_visit_or_a_question()
    {
        var typed = Typed with { Phone = "713-555-0165" };
        var same = (await SaveAsync(typed with { Date = "3/22/2027" })).Id!;
        var other = (await SaveAsync(typed with { Date = "3/24/2027" })).Id!;
        const string head = "id,first,last,phone,date,time,consent\n";
        const string report = head + "rep-1,Ana,Gomez,713-555-0165,2027-03-22,9:00 AM,yes\nrep-2,Ana,Gomez,713-555-0165,2027-03-24,11:00 AM,yes\n";

        Assert.Equal([$"{same} changed", "rep-2 refused"], Rows(await service.Import(report)));
        Assert.Equal([$"{same} unchanged", "rep-2 refused"], Rows(await service.Import(report)));
        Assert.Contains("typed-and-delivered", Assert.Single((await service.Read(other)).GetProperty("tasks").EnumerateArray()).GetRawText());
        foreach (var id in new[] { "rep-1", "rep-2" })
            Assert.Equal(System.Net.HttpStatusCode.NotFound, (await service.Send(HttpMethod.Get, $"/api/appointments/{id}", AppointmentService.Key)).StatusCode);

        // The next day's report moves the visit it calls by its own number, and staff say that the other one is the same by moving it there.
        Assert.True((await SaveAsync(typed with { Id = other, Date = "3/24/2027", Time = "11 am" })).IsDone);
        Assert.Equal([$"{same} moved", $"{other} changed"], Rows(await service.Import(head + "rep-1,Ana,Gomez,713-555-0165,2027-03-23,9:00 AM,yes\nrep-2,Ana,Gomez,713-555-0165,2027-03-24,11:00 AM,yes\n")));
        Assert.Equal("2027-03-23T09:00:00-05:00", (await service.Read(same)).Word("startsAt"));
    }

    [Fact]
    public async Task The_same_words_said_again_on_another_day_confirm_the_number_again()
    {
        var saved = await SaveAsync(Typed with { Phone = "713-555-0166" });
        var dana = await service.Dana();
        Task<string?> Enter() => service.Get<ConsentDesk>().EnterAsync(dana, AppointmentService.Clinic, "713-555-0166", ConsentPurpose.Preparation, true, "Yes, this is my number.", "phone");
        Assert.Null(await Enter());
        service.GoTo("2027-03-09 09:00");
        var next = service.Now;
        Assert.Null(await Enter());
        Assert.Null(await Enter());
        service.GoTo("2027-03-08 09:00");

        await using var db = service.Store.Read();
        var hash = db.Cipher.LookUpHash("+17135550166");
        Assert.Equal(next, (await db.Patients.SingleAsync(p => p.PhoneHash == hash)).PhoneConfirmedAt);
        Assert.Equal(2, (await db.Consents.Where(c => c.PhoneHash == hash).ToListAsync()).Count(c => c.Method == "phone"));
        Assert.NotEmpty((await service.Read(saved.Id!)).Steps("planned"));
    }

    [Theory]
    [InlineData("911", "words", "phone")]
    [InlineData("713-555-0163", "", "phone")]
    [InlineData("713-555-0163", "words", "")]
    public async Task Consent_without_number_proof_or_method_is_not_entered(string phone, string text, string method) =>
        Assert.NotNull(await service.Get<ConsentDesk>().EnterAsync(await service.Dana(), AppointmentService.Clinic, phone, ConsentPurpose.Preparation, true, text, method));

    private static string[] Rows(System.Text.Json.JsonElement report) => [.. report.GetProperty("rows").EnumerateArray().Select(row => $"{row.Word("id")} {row.Word("outcome")}")];

    private async Task<FormResult> SaveAsync(AppointmentFields typed) => await service.Get<AppointmentForm>().SaveAsync(await service.Dana(), AppointmentService.Clinic, typed);
}
