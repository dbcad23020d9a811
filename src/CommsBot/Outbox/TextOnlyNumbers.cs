using CommsBot.Content;
using CommsBot.Patients;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Outbox;

/// <summary>
/// To a patient who does not phone no text says "call". Put into words as the text is claimed, because who a number belongs to and how they are
/// reached may have changed since it was planned. What a person typed is left as it is.
/// </summary>
internal sealed class TextOnlyNumbers(ContentLibrary library)
{
    public async Task PutAsync(ClinicDb db, string clinicId, IReadOnlyList<OutboundMessage> texts)
    {
        var ours = texts.Where(m => m.Class is not (MessageClass.Staff or MessageClass.Page)).ToList();
        var hashes = ours.Select(m => m.ToHash).Distinct().ToList();
        if (hashes.Count == 0) return;
        var textOnly = await db.Patients.Where(p => p.ClinicId == clinicId && hashes.Contains(p.PhoneHash) && p.ContactMode == ContactModes.TextOnly).Select(p => p.PhoneHash).Distinct().ToListAsync();
        foreach (var text in ours.Where(m => textOnly.Contains(m.ToHash)))
        {
            var said = library.TextOnly.Say(text.Body, text.Language);
            if (said == text.Body) continue;
            // The rows of a claim are read without tracking.
            await db.Outbound.Where(m => m.Id == text.Id).ExecuteUpdateAsync(row => row.SetProperty(m => m.Body, said));
            text.Body = said;
            if (await db.Transcript.AsTracking().FirstOrDefaultAsync(entry => entry.OutboundId == text.Id) is { } shown) shown.Text = said;
        }
    }
}
