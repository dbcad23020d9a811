using CommsBot.Engine;
using CommsBot.Handoff;
using Microsoft.AspNetCore.Components;

namespace CommsBot.Staff.Console;

/// <summary>
/// A page that shows rows: it asks again on a hint, and every five seconds anyway, so that a hint nobody heard loses nothing. What one act changes
/// comes as several hints; after it drew, a page waits a moment for the rest of them.
/// </summary>
public abstract class LivePage : ComponentBase, IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource gone = new();
    private readonly SemaphoreSlim hinted = new(0, 1);
    private IDisposable? hearing;

    [Inject] private Changes Changes { get; set; } = default!;

    [Inject] private ConsolePerson People { get; set; } = default!;

    [Inject] private NavigationManager Navigation { get; set; } = default!;

    [Inject] private TimeProvider Machine { get; set; } = default!;

    private protected CancellationToken Gone => gone.Token;

    /// <summary>Whether the page is for this person; an auditor sees no patient unless a page says so.</summary>
    private protected virtual bool IsFor(DeskPerson person) => person.Role != "auditor";

    /// <summary>Whether the page may show something else after this. Who looks at a ticket stands on that ticket's page alone.</summary>
    private protected virtual bool Concerns(Change change) => change.OnlookersOf is null;

    /// <summary>Reads what the page shows, for the person as known now.</summary>
    private protected abstract Task LoadAsync(DeskPerson person);

    protected override async Task OnInitializedAsync()
    {
        // Before the first read: what moves while it runs, which is long when many consoles open at once, is read again at once.
        hearing = Changes.Subscribe(change =>
        {
            if (Concerns(change)) Hint();
        });
        await LoadNowAsync();
        _ = KeepLoadingAsync();
    }

    private protected async Task<DeskPerson?> PersonAsync()
    {
        if (await People.GetAsync() is { } person) return person;
        Navigation.NavigateTo("/staff/sign-in", forceLoad: true);
        return null;
    }

    private protected async Task LoadNowAsync()
    {
        if (await PersonAsync() is not { } person) return;
        if (IsFor(person)) await LoadAsync(person);
        else Navigation.NavigateTo(person.Role == "auditor" ? "/staff/audit" : "/staff");
    }

    private void Hint()
    {
        lock (hinted)
            if (hinted.CurrentCount == 0) hinted.Release();
    }

    private async Task KeepLoadingAsync()
    {
        try
        {
            while (!gone.IsCancellationRequested)
            {
                await hinted.WaitAsync(Pause, gone.Token);
                await InvokeAsync(async () =>
                {
                    await LoadNowAsync();
                    StateHasChanged();
                });
                await Task.Delay(Breath, Machine, gone.Token);
            }
        }
        catch (Exception stopped) when (gone.IsCancellationRequested || stopped is ObjectDisposedException)
        {
        }
        catch (Exception fault)
        {
            await DispatchExceptionAsync(fault);
        }
    }

    public void Dispose()
    {
        hearing?.Dispose();
        gone.Cancel();
        GC.SuppressFinalize(this);
    }
}
