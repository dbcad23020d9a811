using CommsBot.Handoff;
using CommsBot.Staff.Console;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;

namespace CommsBot.Staff.Talk;

/// <summary>A part of the conversation page that acts on its ticket: one act at a time, and a refusal is told.</summary>
public abstract class DeskPart : ComponentBase
{
    [Parameter, EditorRequired] public required TicketSheet Sheet { get; set; }

    /// <summary>Something was done; the page reads anew.</summary>
    [Parameter] public EventCallback Acted { get; set; }

    [Inject] private ConsolePerson People { get; set; } = default!;

    [Inject] private ISnackbar Snackbar { get; set; } = default!;

    [Inject] private IJSRuntime Tab { get; set; } = default!;

    private protected bool Busy { get; private set; }

    private protected string Id => Sheet.Ticket.Id;

    private protected async Task<bool> ActAsync(Func<DeskPerson, Task<DeskResult>> act)
    {
        if (Busy || await People.GetAsync() is not { } person) return false;
        Busy = true;
        try
        {
            var result = await act(person);
            if (!result.IsDone) Tell(RefusalWords(result));
            await Acted.InvokeAsync();
            return result.IsDone;
        }
        finally
        {
            Busy = false;
        }
    }

    /// <summary>What is typed survives a lost circuit and a locked screen in this tab's own storage, under the ticket's id; it leaves with the tab.</summary>
    private protected async Task KeepAsync(string field, string? text) => await Tab.InvokeVoidAsync("sessionStorage.setItem", KeyOf(field), text ?? "");

    /// <summary>What was typed into that field and is not done yet; empty when nothing was.</summary>
    private protected async Task<string> KeptAsync(string field) => await Tab.InvokeAsync<string?>("sessionStorage.getItem", KeyOf(field)) ?? "";

    private protected string KeyOf(string field) => $"draft {field} {Id}";

    private protected void Tell(string words) => Snackbar.Add(words, Severity.Warning);

    internal static string RefusalWords(DeskResult result) => result.Outcome switch
    {
        DeskOutcome.Closed => "This ticket was closed meanwhile.",
        DeskOutcome.ForeignClaimed => "A colleague was faster.",
        DeskOutcome.NotAllowed => "Your account may not act here any more.",
        DeskOutcome.NotFound => "There is no such ticket.",
        _ => result.Reason ?? "This was not done.",
    };
}
