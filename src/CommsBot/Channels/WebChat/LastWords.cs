using CommsBot.Clinics;
using CommsBot.Content;

namespace CommsBot.Channels.WebChat;

/// <summary>Errors can be the last thing a patient in danger reads at this door, so each ends with the numbers to call.</summary>
internal sealed class LastWords(ClinicDirectory clinics, ContentLibrary content)
{
    /// <param name="clinic">Null where none is known: then the first.</param>
    /// <param name="language">A code as the caller gave it; English where it tells none of ours.</param>
    public string Of(Clinic? clinic, string? language) =>
        content.Wording.Text("handoff/numbers", Languages.Parse(language) ?? Language.English, MessageForm.Web, (clinic ?? clinics.All[0]).Fact);

    public string Of(IReadOnlyDictionary<string, string>? claims) =>
        Of(clinics.Find(claims?.GetValueOrDefault(WebChatBackend.ClinicClaim)), claims?.GetValueOrDefault(WebChatBackend.LanguageClaim));
}
