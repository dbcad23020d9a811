using CommsBot.Handoff;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using MudBlazor;

namespace CommsBot.Staff.Console;

public partial class TicketPage
{
    private TicketSheet? sheet;
    private string me = "";
    private string draft = "";
    private string note = "";
    private string outcome = "";
    private string? opened;
    private bool loaded;
    private bool busy;

    [Parameter] public required string Id { get; set; }

    private bool CanAct => sheet is { Ticket.State: not HandoffState.Closed } known && known.HeldBy(me) is null;

    // A draft survives a lost circuit in this tab's own storage, under the ticket's id; it leaves with the tab.
    private string DraftKey => $"draft {Id}";

    private string OwnerWords => sheet switch
    {
        { Ticket.State: HandoffState.Closed } => "This ticket is closed.",
        { } known when known.HeldBy(me) is { } colleague => $"{colleague} has this. You can read along.",
        { Conversation.Owner: Ownership.Team } => "Nobody has this now. The assistant stays silent until somebody claims or closes it.",
        { Ticket.ClaimedBy: not null } => "You have this. The assistant is silent.",
        { Conversation: not null } => "Nobody has this yet. The assistant still answers; claim it to speak yourself.",
        _ => "Nobody has this yet.",
    };

    private protected override async Task LoadAsync(DeskPerson person)
    {
        me = person.Name;
        sheet = await Reader.ReadAsync(person, Id, Gone);
        loaded = true;
        if (sheet?.Conversation is { } seen) await Leases.RenewAsync(seen, me, Gone);
        if (sheet is null || opened == Id) return;
        opened = Id;
        await Audit.ReadAsync(sheet.Ticket.ClinicId, me, "handoff.read", Id, Gone);
    }

    protected override async Task OnParametersSetAsync()
    {
        if (opened is null || opened == Id) return;
        (sheet, draft, note, outcome) = (null, "", "", "");
        await LoadNowAsync();
        await RestoreDraftAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        await RestoreDraftAsync();
        StateHasChanged();
    }

    private async Task RestoreDraftAsync() => draft = await Browser.InvokeAsync<string?>("sessionStorage.getItem", DraftKey) ?? "";

    private async Task KeepDraftAsync(string? text)
    {
        draft = text ?? "";
        await Browser.InvokeVoidAsync("sessionStorage.setItem", DraftKey, draft);
    }

    private Task OnKeyAsync(KeyboardEventArgs key) => key is { CtrlKey: true, Key: "Enter" } && !busy ? SendAsync() : Task.CompletedTask;

    private Task ClaimAsync() => ActAsync(person => Desk.ClaimAsync(person, Id));

    private Task SendAsync() => ActAsync(person => Desk.WriteAsync(person, Id, draft), () => KeepDraftAsync(""));

    private Task NoteAsync() => ActAsync(person => Desk.NoteAsync(person, Id, note), () =>
    {
        note = "";
        return Task.CompletedTask;
    });

    private Task CloseAsync() => ActAsync(person => Desk.CloseAsync(person, Id, outcome, string.IsNullOrWhiteSpace(note) ? null : note), () =>
    {
        note = "";
        return Task.CompletedTask;
    });

    private async Task ActAsync(Func<DeskPerson, Task<DeskResult>> act, Func<Task>? done = null)
    {
        if (busy || await PersonAsync() is not { } person) return;
        busy = true;
        try
        {
            var result = await act(person);
            if (!result.IsDone) Snackbar.Add(RefusalWords(result), Severity.Warning);
            else if (done is not null) await done();
            await LoadNowAsync();
        }
        finally
        {
            busy = false;
        }
    }

    private static string RefusalWords(DeskResult result) => result.Outcome switch
    {
        DeskOutcome.Closed => "This ticket was closed meanwhile.",
        DeskOutcome.ForeignClaimed => "A colleague was faster.",
        DeskOutcome.NotAllowed => "Your account may not act here any more.",
        DeskOutcome.NotFound => "There is no such ticket.",
        _ => result.Reason ?? "This was not done.",
    };
}
