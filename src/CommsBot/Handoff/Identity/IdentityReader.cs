using CommsBot.Conversations;
using CommsBot.Patients;
using CommsBot.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommsBot.Handoff.Identity;

/// <summary>What staff see of a chat's identity.</summary>
/// <param name="Link">The proof that stands; null while the claim is unverified.</param>
/// <param name="Patient">Whom it was proven to be.</param>
/// <param name="Code">The newest code; null when none was sent.</param>
/// <param name="CodeDelivery">What became of the text that carries it, in one word.</param>
internal sealed record IdentityView(PatientLink? Link, Patient? Patient, IdentityCode? Code, string? CodeDelivery);

internal static class IdentityReader
{
    /// <summary>Null for a conversation on a number of its own.</summary>
    public static async Task<IdentityView?> OfAsync(ClinicDb db, Conversation conversation, CancellationToken ct = default)
    {
        if (conversation.Channel == Channel.Sms) return null;
        var link = await db.PatientLinks.AsNoTracking().SingleOrDefaultAsync(l => l.ConversationId == conversation.Id && l.UndoneAt == null, ct);
        var patient = link is null ? null : await db.Patients.AsNoTracking().SingleOrDefaultAsync(p => p.Id == link.PatientId, ct);
        var code = await db.IdentityCodes.AsNoTracking().Where(c => c.ConversationId == conversation.Id).OrderByDescending(c => c.SentAt).FirstOrDefaultAsync(ct);
        var text = code is null ? null : await db.Outbound.AsNoTracking().Where(m => m.Id == code.OutboundId).Select(m => new { m.State }).FirstOrDefaultAsync(ct);
        return new IdentityView(link, patient, code, text?.State.ToString().ToLowerInvariant());
    }
}
