using System.Text.Json.Nodes;
using CommsBot.Preparation;
using CommsBot.Tests.Appointments;
using CommsBot.Tests.Clinics;

namespace CommsBot.Tests.Preparation.Execution;

public sealed class PlanExecutionTests : IAsyncLifetime
{
    private const string Phone = "+17135550100";
    private readonly AppointmentService service = new();

    public Task InitializeAsync() => service.InitializeAsync();

    public Task DisposeAsync() => service.DisposeAsync();

    [Fact]
    public async Task One_to_the_health_screen_lets_the_fast_go_and_one_to_the_fast_is_understood()
    {
        await service.Put("a", AppointmentService.Ana());
        await service.Deliver("a", "about-visit", "2027-03-08 10:00");
        await service.Deliver("a", "health-screen", "2027-03-09 10:00");
        service.GoTo("2027-03-09 10:05");

        // Two texts wait: a bare 1 could mean either, so it changes nothing.
        var (_, unsure) = await service.Text(Phone, "1");
        Assert.Contains("Reply 1", unsure, StringComparison.Ordinal);
        Assert.Equal("held", (await service.Read("a")).Message("fasting").Word("status"));

        var (outcome, thanks) = await service.Text(Phone, "None of these");
        Assert.Equal("preparation", outcome);
        Assert.Contains("If that changes before your visit, call", thanks, StringComparison.Ordinal);
        var view = await service.Read("a");
        Assert.Equal("planned", view.Message("fasting").Word("status"));
        Assert.Equal("patient", view.GetProperty("healthScreen").Word("setBy"));
        Assert.Equal(1, view.GetProperty("planVersion").GetInt32());

        await service.Deliver("a", "reminder", "2027-03-13 10:00");
        await service.Deliver("a", "fasting", "2027-03-15 12:00");
        service.GoTo("2027-03-15 12:30");
        var (_, ask) = await service.Text(Phone, "1");
        Assert.EndsWith("Thank you. One check: please text back the time you must stop eating.", ask, StringComparison.Ordinal);
        Assert.Contains("fasting-not-understood", (await service.Read("a")).Reasons());
        var (_, understood) = await service.Text(Phone, "1am");
        Assert.Contains("If you eat or drink by mistake", understood, StringComparison.Ordinal);
        view = await service.Read("a");
        Assert.Equal("1", view.Message("fasting").Word("answer"));
        Assert.Equal(["driver-not-named"], view.Reasons());

        await service.Text(Phone, "Driver is Luis Gomez");
        Assert.Equal("ready", (await service.Read("a")).Readiness());
        Assert.Contains("We have your answer already.", (await service.Text(Phone, "1")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("my sister maria drives me", "Thank you. We wrote down the name of your driver. If that changes, text DRIVER and the new name.")]
    [InlineData("my sister drives me", "Good that you have a driver. We need the name too: text DRIVER and the name, like DRIVER ANA.")]
    [InlineData("my ride fell through", "Please call us before you leave home. You can't drive yourself after your visit, and our team must know who takes you home. I have told them. Emergency: call 911. Crisis: call or text 988. Our phone: (281) 555-0120.")]
    [InlineData("my driver bailed", "Please call us before you leave home. You can't drive yourself after your visit, and our team must know who takes you home. I have told them. Emergency: call 911. Crisis: call or text 988. Our phone: (281) 555-0120.")]
    public async Task A_driver_found_is_no_driver_lost_and_a_driver_lost_is_none_found(string said, string words)
    {
        await service.Put("drive", AppointmentService.Ana());
        await service.Deliver("drive", "about-visit", "2027-03-08 10:00");
        service.GoTo("2027-03-08 10:05");
        Assert.Contains(words, (await service.Text(Phone, said)).Text, StringComparison.Ordinal);
        Assert.Equal(!words.StartsWith("Thank you", StringComparison.Ordinal), (await service.Read("drive")).Reasons().Contains("driver-not-named"));
    }

    [Fact]
    public async Task Three_to_the_health_screen_holds_the_fast_and_a_nurse_is_told_once()
    {
        await service.Put("b", AppointmentService.Ana());
        await service.Deliver("b", "about-visit", "2027-03-08 10:00");
        await service.Deliver("b", "health-screen", "2027-03-09 10:00");
        service.GoTo("2027-03-09 10:05");
        await service.Text(Phone, "got it");
        var (_, text) = await service.Text(Phone, "3");

        Assert.Contains("A nurse will call you before your visit.", text, StringComparison.Ordinal);
        var view = await service.Read("b");
        Assert.Equal("held", view.GetProperty("healthScreen").Word("state"));
        Assert.Equal("held", view.Message("fasting").Word("status"));
        Assert.Empty(view.Tasks());
        Assert.Equal("needs-call", view.Readiness());
        Assert.Contains("screen-held", view.Reasons());
    }

    [Fact]
    public async Task Two_changes_nothing_but_opens_a_call()
    {
        await service.Put("c", AppointmentService.Ana());
        await service.Deliver("c", "health-screen", "2027-03-08 10:00");
        await service.Deliver("c", "about-visit", "2027-03-09 10:00");
        service.GoTo("2027-03-09 10:05");
        var (_, text) = await service.Text(Phone, "need to reschedule");

        Assert.Contains("Your visit is NOT changed yet. Keep these instructions until we call.", text, StringComparison.Ordinal);
        var view = await service.Read("c");
        Assert.Equal("booked", view.Word("status"));
        Assert.Equal(["reschedule"], view.Tasks());
        Assert.Equal("2", view.Message("about-visit").Word("answer"));
    }

    [Fact]
    public async Task Silence_to_the_screen_and_to_the_fast_becomes_a_call_in_time()
    {
        await service.Put("d", AppointmentService.Ana());
        await service.Deliver("d", "health-screen", "2027-03-09 10:00");
        var calls = service.Get<PlannedCalls>();
        var opens = await calls.NextDueAsync(service.Now, service.Now.AddDays(30));
        Assert.NotNull(opens);

        service.GoTo("2027-03-14 11:00");
        await service.OpenDueCalls();
        Assert.Empty((await service.Read("d")).Tasks());
        service.GoTo("2027-03-15 17:00");
        await service.OpenDueCalls();
        var view = await service.Read("d");
        Assert.Single(view.Tasks());
        Assert.Contains("screen-unanswered", view.Reasons());
        Assert.Contains("fasting-unanswered", view.Reasons());
        Assert.Equal("needs-call", view.Readiness());
    }

    [Fact]
    public async Task A_screen_that_was_cleared_needs_no_call()
    {
        await service.Put("e", AppointmentService.Ana());
        await service.Deliver("e", "about-visit", "2027-03-08 10:00");
        await service.Deliver("e", "health-screen", "2027-03-09 10:00");
        service.GoTo("2027-03-09 11:00");
        await service.Text(Phone, "none of these");
        await service.Deliver("e", "reminder", "2027-03-13 10:00");
        service.GoTo("2027-03-14 13:00");
        await service.OpenDueCalls();

        Assert.Empty((await service.Read("e")).Tasks());
    }

    [Fact]
    public async Task A_move_after_texts_left_says_the_new_time_and_old_replies_no_longer_count()
    {
        await service.Put("f", AppointmentService.Ana());
        await service.Deliver("f", "health-screen", "2027-03-08 10:00");
        service.GoTo("2027-03-08 11:00");
        var (_, view) = await service.Put("f", AppointmentService.Ana("2027-03-18T13:00:00-05:00"));

        var moved = view.Message("moved");
        Assert.Equal("Mind Balance: Your visit has a new time: Thu, Mar 18 at 1:00 PM. Please don't use the times in our earlier texts. We will send you new ones. Questions? (281) 555-0120",
            moved.Word("body"));
        Assert.Equal("delivered", view.Message("health-screen", version: 1).Word("status"));
        Assert.DoesNotContain("STOP", view.Message("about-visit").Word("body"), StringComparison.Ordinal);
        var (outcome, _) = await service.Text(Phone, "1");
        Assert.NotEqual("preparation", outcome);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await service.Read("f")).Message("health-screen", version: 1).GetProperty("answer").ValueKind);
    }

    [Fact]
    public async Task Cancelling_after_texts_left_tells_the_patient()
    {
        await service.Put("g", AppointmentService.Ana());
        await service.Deliver("g", "about-visit", "2027-03-08 10:00");
        service.GoTo("2027-03-08 11:00");
        await service.Send(HttpMethod.Delete, "/api/appointments/g", AppointmentService.Key);

        Assert.Equal("Mind Balance: Your visit Tue, Mar 16 at 9:00 AM is cancelled. You may eat and drink as usual. Questions? Call (281) 555-0120.",
            (await service.Read("g")).Message("cancelled").Word("body"));
    }

    [Fact]
    public async Task When_is_my_visit_is_told_to_one_confirmed_patient_only()
    {
        await service.Put("h", AppointmentService.Ana());
        Assert.StartsWith("Mind Balance: Your visit is Tue, Mar 16 at 9:00 AM.", await Said(Phone, "What time is my appointment?"), StringComparison.Ordinal);
        Assert.Contains("I can't look up visits by text from this number.", await Said("+17135550177", "What time is my appointment?"), StringComparison.Ordinal);

        var second = AppointmentService.Ana();
        second["patient"]!["id"] = "P2";
        second["patient"]!["firstName"] = "Bo";
        await service.Put("h2", second);
        Assert.Contains("I can't look up visits by text from this number.", await Said(Phone, "When is my next visit"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_consent_sent_again_does_not_undo_what_the_patient_withdrew()
    {
        await service.Put("i", AppointmentService.Ana());
        await service.Store.Write(db => CommsBot.Consent.ConsentLedger.Record(db,
            AppointmentService.Clinic, CommsBot.Patients.PhoneNumber.Parse(Phone), CommsBot.Consent.ConsentPurpose.Preparation, false, "no more", "sms-words", "patient", service.Now));
        var body = AppointmentService.Ana();
        body["durationMinutes"] = 120;
        var (_, view) = await service.Put("i", body);

        Assert.False(view.GetProperty("consent").GetBoolean());
        Assert.Equal("held", view.Message("about-visit").Word("status"));
    }

    [Fact]
    public async Task Across_the_night_the_clocks_go_forward_eight_hours_are_eight_hours()
    {
        var (_, view) = await service.Put("j", AppointmentService.Ana("2027-03-14T08:00:00-05:00"));

        Assert.Contains("No food after 11:00 PM Sat", view.Message("fasting").Word("body"), StringComparison.Ordinal);
    }

    private async Task<string> Said(string phone, string words)
    {
        var text = (await service.Text(phone, words)).Text;
        return text.StartsWith("Mind Balance: ", StringComparison.Ordinal) ? text : $"Mind Balance: {text}";
    }
}
