using System.Text.Json.Serialization;
using CommsBot.Clinics;
using CommsBot.Content;
using CommsBot.Staff;
using CommsBot.Staff.Keys;
using CommsBot.Storage;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Answers;

/// <summary><c>/api/questions</c>: what nobody wrote an answer for and what was answered without helping, most asked first.</summary>
internal static class QuestionEndpoints
{
    private const int Most = 500;

    public static void MapQuestions(this WebApplication app) =>
        app.MapGet("/api/questions", ListAsync).WithTags("Questions").RequireRole(ApiRole.Read, ApiRole.Staff);

    private static async Task<IResult> ListAsync(
        ApiCaller caller, ClinicStore store, ClinicDirectory clinics, ContentLibrary library, AuditLog audit, [FromQuery] string? state, [FromQuery] string? clinic, CancellationToken ct)
    {
        if (caller.ClinicOf(clinic, out var refusal) is not { } clinicId) return refusal!;
        if (state is not (null or "" or "open" or "closed")) return Problems.Bad("state", "'state' must be open or closed.");
        await audit.ReadAsync(clinicId, caller.Actor, "question.list", clinicId, ct);
        await using var db = store.Read();
        var rows = db.Questions.Where(q => q.ClinicId == clinicId);
        if (!string.IsNullOrEmpty(state)) rows = rows.Where(q => q.Open == (state == "open"));
        var found = await rows.OrderByDescending(q => q.Count).ThenBy(q => q.FirstAt).Take(Most).ToListAsync(ct);
        var file = clinics.Find(clinicId)!;
        // What patients said of an answer is never closed.
        var rated = state == "closed" ? [] : await BadlyRated.OfAsync(db, library, [clinicId], Most, ct);
        var views = found.Select(q => new QuestionView(
                q.Id, "unanswered", q.ClinicId, q.Language.Code(), q.Text, q.Count, q.Open ? "open" : "closed", file.LocalTime(q.FirstAt), file.LocalTime(q.LastAt)))
            .Concat(rated.Select(bad => new QuestionView(
                $"{bad.Language.Code()}/{bad.AnswerId}", "badly-rated", clinicId, bad.Language.Code(), bad.Title, bad.NotHelped, "open", file.LocalTime(bad.FirstAt), file.LocalTime(bad.LastAt), bad.AnswerId, bad.Rated)));
        return Results.Ok(new Page<QuestionView>([.. views.OrderByDescending(one => one.Count).ThenBy(one => one.FirstAt)]));
    }

    /// <param name="Kind"><c>unanswered</c> or <c>badly-rated</c>.</param>
    /// <param name="Count">How often it was asked, or how many patients said that the answer did not help.</param>
    /// <param name="Answer">The answer that did not help; null for a question without one.</param>
    /// <param name="Rated">How many said whether it did.</param>
    private sealed record QuestionView(
        string Id, string Kind, string Clinic, string Language, string Text, int Count, string State, DateTimeOffset FirstAt, DateTimeOffset LastAt,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Answer = null,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Rated = null);
}
