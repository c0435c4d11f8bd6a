use super::methods::answer;
use super::{Answer, Api, Error, Session, Status};
use crate::ids::{MessageId, Uid};

/// The methods that the old API had retired already. They are here so that a port compiles, and say what to
/// use instead. Those for telephones go to the server, which refuses them with `no gateway` as long as it
/// has none.
impl Session {
    /// `messageDTMFSend`: keys 0-9, * and # to a number of the server's, on a telephone.
    /// Events: `MessageSendSuccess`, or `MessageSendError` (400, 401 without an answer) with `Error`
    /// "send_dtmf_msg".
    #[deprecated(note = "use `channel_invite_dtmf`: keys belong to a call")]
    pub async fn message_dtmf_send(
        &self,
        uid: Uid,
        keys: &str,
        message_id: &str,
    ) -> Result<MessageId, Error> {
        let (keys, message_id) = (keys.to_owned(), MessageId::new(message_id));
        let answer = self.call(Api::MessageDtmfSend { uid, keys, message_id }).await?;
        answer!(answer, Answer::Sent { message_id } => message_id)
    }

    /// `channelInvitePhone`: as [`Session::channel_invite_user`], to a telephone.
    /// Events: `InviteFailed` 700 with `Error` "invite_phone" as long as the server has no gateway.
    #[deprecated(note = "use `channel_invite_user2` with `srcNum` in `extra`")]
    pub async fn channel_invite_phone(&self, channel: &str, phone: &str) -> Result<(), Error> {
        self.phone(channel, phone, "", "").await
    }

    /// `channelInvitePhone2`: the telephone shows `source`. Events as of `channel_invite_phone`.
    #[deprecated(note = "use `channel_invite_user2` with `srcNum` in `extra`")]
    pub async fn channel_invite_phone2(&self, channel: &str, phone: &str, source: &str) -> Result<(), Error> {
        self.phone(channel, phone, source, "").await
    }

    /// `channelInvitePhone3`: with words for the gateway; `extra` is empty or JSON, at most 8,192, and gets
    /// `source` as its `srcNum` unless it has one. Events as of `channel_invite_phone`.
    #[deprecated(note = "use `channel_invite_user2` with `srcNum` in `extra`")]
    pub async fn channel_invite_phone3(
        &self,
        channel: &str,
        phone: &str,
        source: &str,
        extra: &str,
    ) -> Result<(), Error> {
        self.phone(channel, phone, source, extra).await
    }

    async fn phone(&self, channel: &str, phone: &str, source: &str, extra: &str) -> Result<(), Error> {
        let (channel, phone) = (channel.to_owned(), phone.to_owned());
        let (source, extra) = (source.to_owned(), extra.to_owned());
        self.call(Api::ChannelInvitePhone { channel, phone, source, extra }).await.map(|_| ())
    }

    /// `isOnline`: whether this session was signed in when it was last known. Nothing is asked of anybody.
    #[deprecated(note = "use `status`, or `query_user_status` for somebody else")]
    pub fn is_online(&self) -> bool {
        self.status() == Status::LoggedIn
    }
}
