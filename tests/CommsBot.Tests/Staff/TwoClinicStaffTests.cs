using CommsBot.Handoff;
using CommsBot.Staff;
using CommsBot.Staff.Rights;
using CommsBot.Staff.SignIn;
using CommsBot.Tests.Drivers;

namespace CommsBot.Tests.Staff;

/// <summary>Of two clinics, an administrator says where each person works.</summary>
public sealed class TwoClinicStaffTests : IAsyncLifetime
{
    private static readonly DeskPerson Ada = new("Ada Main", [The.Clinic, The.OtherClinic]) { Role = "administrator" };
    private TestService service = null!;

    public async Task InitializeAsync()
    {
        service = await TestService.StartAsync(new TestSetup { TwoClinics = true });
        await service.Get<StaffAccounts>().AddAsync(Ada.Name, Ada.Role, [The.Clinic, The.OtherClinic]);
    }

    public Task DisposeAsync() => service.DisposeAsync();

    [Fact]
    public async Task An_invitation_says_for_which_clinics_and_the_persons_row_changes_them_later()
    {
        await using var page = await ConsoleScreen.OpenAsync<StaffPage>(service.App.Services, Ada);
        await page.SetAsync("new-name", "Nia Fox");
        await page.SetAsync($"new-clinic-{The.OtherClinic}", false);
        await page.ClickAsync("invite");
        Assert.Equal(The.Clinic, (await PersonAsync("Nia Fox")).Clinics);

        var before = (await PersonAsync("Nia Fox")).SecurityStamp;
        await page.SetAsync($"clinic-{The.OtherClinic}", true, which: 1);
        Assert.Equal([The.Clinic, The.OtherClinic], (await PersonAsync("Nia Fox")).ClinicIds.Order());
        // Open consoles end, and begin anew with what is theirs now.
        Assert.NotEqual(before, (await PersonAsync("Nia Fox")).SecurityStamp);
        await page.SetAsync($"clinic-{The.Clinic}", false, which: 1);
        Assert.Equal(The.OtherClinic, (await PersonAsync("Nia Fox")).Clinics);

        // Nobody is left without a clinic, and nobody takes their own away.
        await page.SetAsync($"clinic-{The.OtherClinic}", false, which: 1);
        Assert.Equal(The.OtherClinic, (await PersonAsync("Nia Fox")).Clinics);
        await page.SetAsync($"clinic-{The.OtherClinic}", false, which: 0);
        Assert.Equal([The.Clinic, The.OtherClinic], (await PersonAsync(Ada.Name)).ClinicIds.Order());
    }

    [Fact]
    public async Task Who_leaves_a_clinic_leaves_what_they_held_there_to_its_queue()
    {
        await service.Get<StaffAccounts>().AddAsync("Tess Moves", "clinician", [The.Clinic, The.OtherClinic]);
        var chat = await service.Web();
        await chat.Say("I want to kill myself");
        var crisis = (string)(await service.Reader.Ticket(chat.ConversationId))["id"]!;
        Assert.True((await service.Get<HandoffDesk>().ClaimAsync(new DeskPerson("Tess Moves", [The.Clinic]) { Role = "clinician" }, crisis)).IsDone);

        Assert.Null(await service.Get<PeopleDesk>().WorksAtAsync(Ada, "Tess Moves", [The.OtherClinic]));
        Assert.Equal("waiting", (string)(await service.Reader.Ticket(chat.ConversationId))["state"]!);
    }

    [Fact]
    public async Task Where_there_is_one_clinic_nobody_is_asked()
    {
        await service.Get<StaffAccounts>().AddAsync("Ian One", "administrator", [The.Clinic]);
        await using var page = await ConsoleScreen.OpenAsync<StaffPage>(service.App.Services, new DeskPerson("Ian One", [The.Clinic]) { Role = "administrator" });
        Assert.Equal(0, await page.CountAsync($"clinic-{The.Clinic}"));
        await page.SetAsync("new-name", "Una Lee");
        await page.ClickAsync("invite");
        Assert.Equal(The.Clinic, (await PersonAsync("Una Lee")).Clinics);
    }

    private async Task<StaffUser> PersonAsync(string name)
    {
        await using var db = service.Store.Read();
        return (await StaffPeople.FindAsync(db, name))!;
    }
}
