using CommsBot.Content;
using CommsBot.Conversations;
using CommsBot.Handoff;

namespace CommsBot.Staff.Talk;

/// <summary>A sentence staff use again and again, ready to be changed and sent.</summary>
internal sealed record SavedReply(string Name, string Text);

/// <summary>The saved replies: the keys <c>saved-...</c> of <c>dialogs/handoff</c>, in the patient's language, with clinic and names filled in.</summary>
internal static class SavedReplies
{
    private const string Prefix = "handoff/saved-";

    public static IReadOnlyList<SavedReply> For(Wording wording, TicketSheet sheet)
    {
        var form = sheet.Conversation?.Channel == Channel.Sms ? MessageForm.Sms : MessageForm.Web;
        return [.. wording.All.Where(entry => entry.Language == sheet.Language && entry.Key.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(entry => new SavedReply(NameOf(entry.Key), Fill(entry, form, sheet)))
            .OrderBy(reply => reply.Name, StringComparer.Ordinal)];
    }

    private static string NameOf(string key)
    {
        var words = key[Prefix.Length..].Replace('-', ' ');
        return char.ToUpperInvariant(words[0]) + words[1..];
    }

    // A name nobody gave is left out, and the greeting closes over the gap.
    private static string Fill(WordingEntry entry, MessageForm form, TicketSheet sheet)
    {
        var text = Placeholders.Fill(entry.Text(form), name => name switch
        {
            "patient" => sheet.FirstName ?? "",
            "staff" => DeskPerson.FirstOf(sheet.Me),
            "opens" => sheet.Clinic.OpensWords(sheet.Now, entry.Language, form),
            _ => sheet.Clinic.Fact(name, entry.Language, form),
        }, out _);
        return text.Replace(" ,", ",", StringComparison.Ordinal);
    }
}
