using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Staff;
using CommsBot.Staff.Keys;
using CommsBot.Storage;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Answers;

/// <summary><c>/api/questions</c>: what nobody wrote an answer for, most asked first.</summary>
internal static class QuestionEndpoints
{
    public static void MapQuestions(this WebApplication app) =>
        app.MapGet("/api/questions", ListAsync).WithTags("Questions").RequireRole(ApiRole.Read, ApiRole.Staff);

    private static async Task<IResult> ListAsync(
        ApiCaller caller, ClinicStore store, ClinicDirectory clinics, AuditLog audit, [FromQuery] string? state, [FromQuery] string? clinic, CancellationToken ct)
    {
        if (caller.ClinicOf(clinic, out var refusal) is not { } clinicId) return refusal!;
        if (state is not (null or "" or "open" or "closed")) return Problems.Bad("state", "'state' must be open or closed.");
        await audit.ReadAsync(clinicId, caller.Actor, "question.list", clinicId, ct);
        await using var db = store.Read();
        var rows = db.Questions.Where(q => q.ClinicId == clinicId);
        if (!string.IsNullOrEmpty(state)) rows = rows.Where(q => q.Open == (state == "open"));
        var found = await rows.OrderByDescending(q => q.Count).ThenBy(q => q.FirstAt).Take(500).ToListAsync(ct);
        var file = clinics.Find(clinicId)!;
        return Results.Ok(new Page<QuestionView>([.. found.Select(q => new QuestionView(
            q.Id, q.ClinicId, q.Language.Code(), q.Text, q.Count, q.Open ? "open" : "closed", file.LocalTime(q.FirstAt), file.LocalTime(q.LastAt)))]));
    }

    private sealed record QuestionView(
        string Id, string Clinic, string Language, string Text, int Count, string State, DateTimeOffset FirstAt, DateTimeOffset LastAt);
}
