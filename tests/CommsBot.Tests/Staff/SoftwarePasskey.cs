using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CommsBot.Tests.Staff;

/// <summary>An authenticator in software: answers the service's questions as WebAuthn Level 3 says, and can be told to lie.</summary>
internal sealed class SoftwarePasskey(string origin)
{
    private const byte Present = 0x01;
    private const byte Verified = 0x04;
    private const byte HoldsKey = 0x40;

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] id = RandomNumberGenerator.GetBytes(32);
    private string handle = "";

    public string Id => Text(id);
    public string Origin { get; set; } = origin;
    public bool Verifies { get; set; } = true;

    /// <summary>Signs with this key instead of its own.</summary>
    public ECDsa? Forged { get; set; }

    public string Handle { get => handle; set => handle = value; }

    public uint Counter { get; set; } = 1;

    /// <summary>What the device answers to the options for a new passkey.</summary>
    public string Create(JsonNode options)
    {
        handle = (string)options["user"]!["id"]!;
        var point = key.ExportParameters(false).Q;
        byte[] cose = [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];
        byte[] known = [.. Facts((string)options["rp"]!["id"]!, HoldsKey), .. new byte[16], 0, (byte)id.Length, .. id, .. cose];
        byte[] attestation = [0xA3, 0x63, .. "fmt"u8, 0x64, .. "none"u8, 0x67, .. "attStmt"u8, 0xA0, 0x68, .. "authData"u8, 0x58, (byte)known.Length, .. known];
        return Credential(new JsonObject { ["clientDataJSON"] = Text(Said("webauthn.create", options)), ["attestationObject"] = Text(attestation), ["transports"] = new JsonArray("internal") });
    }

    /// <summary>What the device answers to the options for a sign-in.</summary>
    public string Get(JsonNode options, string type = "webauthn.get")
    {
        var (facts, said) = (Facts((string)options["rpId"]!, 0), Said(type, options));
        var signature = (Forged ?? key).SignData([.. facts, .. SHA256.HashData(said)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Credential(new JsonObject { ["clientDataJSON"] = Text(said), ["authenticatorData"] = Text(facts), ["signature"] = Text(signature), ["userHandle"] = handle });
    }

    private byte[] Facts(string site, byte more)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, Counter++);
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(site)), (byte)(Present | (Verifies ? Verified : 0) | more), .. count];
    }

    private byte[] Said(string type, JsonNode options) =>
        JsonSerializer.SerializeToUtf8Bytes(new { type, challenge = (string)options["challenge"]!, origin = Origin, crossOrigin = false });

    private string Credential(JsonObject response) => new JsonObject
    {
        ["id"] = Id, ["rawId"] = Id, ["type"] = "public-key", ["authenticatorAttachment"] = "platform", ["clientExtensionResults"] = new JsonObject(), ["response"] = response,
    }.ToJsonString();

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
