using System.Text;
using CommsBot.Staff.Keys;
using CommsBot.Staff.SignIn;

namespace CommsBot.Staff.Room;

internal static class RoomEndpoints
{
    public static void MapRoom(this WebApplication app)
    {
        app.MapPost("/api/questions/{id}/close", CloseAsync).WithTags("Questions").RequireRole(ApiRole.Staff);
        app.MapGet("/staff/questions/{id}/draft", async (string id, HttpContext http, QuestionList questions, CancellationToken ct) =>
            StaffClaims.PersonOf(http.User) is { Role: not "auditor" } person && await questions.DraftAsync(person, id, ct) is { } draft
                ? Results.File(Encoding.UTF8.GetBytes(draft), "text/markdown; charset=utf-8", "answer-draft.md")
                : Results.NotFound()).RequireAuthorization();
    }

    private static async Task<IResult> CloseAsync(string id, ApiCaller caller, KeyPerson people, QuestionList questions, CancellationToken ct)
    {
        if (await people.OfAsync(caller, ct) is not { } person) return KeyPerson.NotAllowed();
        return await questions.CloseAsync(person, id, ct) ? Results.Json(new { id, state = "closed" }) : Problems.NotFound("question");
    }
}
