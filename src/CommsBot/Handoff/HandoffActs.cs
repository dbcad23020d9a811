using CommsBot.Clinics;
using CommsBot.Conversations;
using CommsBot.Staff.Keys;

namespace CommsBot.Handoff;

/// <summary>The desk's acts as a key of role <c>staff</c> asks for them, and what became of each as an HTTP answer.</summary>
internal sealed class HandoffActs(HandoffDesk desk, KeyPerson people, TicketViews views, ClinicDirectory clinics)
{
    public Task<IResult> ClaimAsync(ApiCaller caller, string id, CancellationToken ct) =>
        AsPersonAsync(caller, async person => await TicketAsync(person, await desk.ClaimAsync(person, id, ct), ct), ct);

    /// <summary>Any other act whose answer is the ticket.</summary>
    public Task<IResult> DoAsync(ApiCaller caller, Func<DeskPerson, Task<DeskResult>> act, CancellationToken ct) =>
        AsPersonAsync(caller, async person => await TicketAsync(person, await act(person), ct), ct);

    public Task<IResult> WriteAsync(ApiCaller caller, string id, string? text, CancellationToken ct) =>
        AsPersonAsync(caller, async person => Answer(await desk.WriteAsync(person, id, text, ct), (done, clinic) =>
            Created(done, "messages", done.Said!.Sequence, ActivityView.Of(done.Said, clinic))), ct);

    public Task<IResult> NoteAsync(ApiCaller caller, string id, string? text, CancellationToken ct) =>
        AsPersonAsync(caller, async person => Answer(await desk.NoteAsync(person, id, text, onColleagues: false, ct), (done, clinic) =>
            Created(done, "notes", done.Note!.Id, NoteView.Of(done.Note, clinic))), ct);

    public Task<IResult> CloseAsync(ApiCaller caller, string id, string? outcome, string? note, long? seen, CancellationToken ct) =>
        AsPersonAsync(caller, async person => await TicketAsync(person, await desk.CloseAsync(person, id, outcome, note, seen, ct), ct), ct);

    private async Task<IResult> AsPersonAsync(ApiCaller caller, Func<DeskPerson, Task<IResult>> act, CancellationToken ct) =>
        await people.OfAsync(caller, ct) is { } person ? await act(person) : KeyPerson.NotAllowed();

    private IResult Answer(DeskResult result, Func<DeskResult, Clinic, IResult> done) => result.Outcome switch
    {
        DeskOutcome.Done => done(result, clinics.Find(result.Ticket!.ClinicId)!),
        DeskOutcome.NotFound => Problems.NotFound("handoff"),
        DeskOutcome.NotAllowed => KeyPerson.NotAllowed(),
        DeskOutcome.OnlyClinicians => Problems.Forbidden(result.Reason!),
        DeskOutcome.Closed => Problems.Conflict("closed", "This handoff is closed."),
        DeskOutcome.ForeignClaimed => Problems.Conflict("claimed", "A colleague has claimed this handoff or its conversation."),
        DeskOutcome.OptedOut => Problems.Conflict("opted-out", result.Reason!),
        DeskOutcome.Refused => Problems.Bad("refused", result.Reason!),
        _ => throw new InvalidOperationException($"Unknown outcome {result.Outcome}."),
    };

    private async Task<IResult> TicketAsync(DeskPerson person, DeskResult result, CancellationToken ct)
    {
        if (!result.IsDone) return Answer(result, (_, _) => throw new InvalidOperationException("Nothing was done."));
        var view = (await views.OfAsync([result.Ticket!], await views.HiddenFromAsync(person, [result.Ticket!], ct), ct)).Single();
        return Answer(result, (_, _) => Results.Ok(view));
    }

    private static IResult Created(DeskResult done, string list, long id, object view) => Results.Created($"/api/handoffs/{done.Ticket!.Id}/{list}/{id}", view);

}
