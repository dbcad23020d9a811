using System.Text;
using CommsBot.Staff.SignIn;

namespace CommsBot.Staff.Room;

internal static class RoomEndpoints
{
    public static void MapRoom(this WebApplication app) =>
        app.MapGet("/staff/questions/{id}/draft", async (string id, HttpContext http, QuestionList questions, CancellationToken ct) =>
            StaffClaims.PersonOf(http.User) is { Role: not "auditor" } person && await questions.DraftAsync(person, id, ct) is { } draft
                ? Results.File(Encoding.UTF8.GetBytes(draft), "text/markdown; charset=utf-8", "answer-draft.md")
                : Results.NotFound()).RequireAuthorization();
}
